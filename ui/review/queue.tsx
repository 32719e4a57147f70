import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { api, type Filter, type QueueItem } from './api.ts'
import { ruleInWords } from '../../src/emit/rule-words.ts'
import { Spelling } from './parts.tsx'
import type { Language, Words } from './words.ts'

/** Pixels a row takes: fixed, so that any place of a hundred thousand is found by a product. */
const ROW = 60
const CHUNK = 100
/** Rows drawn beyond what is seen, each way. */
const AROUND = 8

/**
 * The queue as a list of which only the seen part exists. `version` changes when the desk's answers may have.
 */
export function Queue(props: {
  words: Words
  lang: Language
  total: number
  place: number
  version: number
  filter: Filter
  go: (place: number) => void
  isChosen: (item: QueueItem) => boolean
  choose: (item: QueueItem) => void
}) {
  const { words, total, place, version, filter } = props
  const name = JSON.stringify(filter)
  const frame = useRef<HTMLDivElement>(null)
  const chunks = useRef(new Map<number, readonly QueueItem[]>())
  const [range, setRange] = useState<readonly [number, number]>([0, 0])
  const [, redraw] = useState(0)

  const measure = () => {
    const { scrollTop, clientHeight } = frame.current!
    const first = Math.max(0, Math.floor(scrollTop / ROW) - AROUND)
    const last = Math.min(total, Math.ceil((scrollTop + clientHeight) / ROW) + AROUND)
    setRange((old) => (old[0] === first && old[1] === last ? old : [first, last]))
  }

  useLayoutEffect(() => {
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(frame.current!)
    return () => observer.disconnect()
  }, [total])

  // the current row stays in sight
  useLayoutEffect(() => {
    const { scrollTop, clientHeight } = frame.current!
    if (place * ROW < scrollTop) frame.current!.scrollTop = place * ROW
    else if ((place + 1) * ROW > scrollTop + clientHeight) frame.current!.scrollTop = (place + 1) * ROW - clientHeight
    measure()
  }, [place, total])

  const known = useRef(`${version} ${name}`)
  if (known.current !== `${version} ${name}`) {
    known.current = `${version} ${name}`
    chunks.current = new Map()
  }

  useEffect(() => {
    const [first, last] = range
    const map = chunks.current
    for (let chunk = Math.floor(first / CHUNK); chunk * CHUNK < last; chunk++)
      if (!map.has(chunk)) {
        map.set(chunk, [])
        api
          .queue(chunk * CHUNK, CHUNK, filter)
          .then(({ items }) => {
            map.set(chunk, items)
            redraw((n) => n + 1)
          })
          .catch(() => map.delete(chunk))
      }
  }, [range, version, name])

  const rows = []
  for (let at = range[0]; at < Math.min(range[1], total); at++) {
    const item = chunks.current.get(Math.floor(at / CHUNK))?.[at % CHUNK]
    rows.push(
      <li
        key={at}
        style={{ insetBlockStart: `${at * ROW}px`, blockSize: `${ROW}px` }}
        aria-setsize={total}
        aria-posinset={at + 1}
      >
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={item ? `${words.select}: ${item.a} / ${item.b}` : words.select}
          disabled={!item}
          checked={item !== undefined && props.isChosen(item)}
          onChange={() => item && props.choose(item)}
        />
        <button type="button" class="row" aria-current={at === place ? 'true' : undefined} onClick={() => props.go(at)}>
          {item && (
            <>
              <span class="pair">
                <Spelling text={item.a} against={item.b} /> <span aria-hidden="true">/</span>{' '}
                <Spelling text={item.b} against={item.a} />
              </span>
              <span class="facts">
                {item.decided && <span class={`state ${item.decided}`}>{words.state[item.decided]}</span>}
                {words.pages(item.pages[0])} · {words.pages(item.pages[1])} · {ruleInWords(item.rule, props.lang)}
              </span>
            </>
          )}
        </button>
      </li>,
    )
  }
  return (
    <div class="frame" ref={frame} onScroll={measure}>
      <ul class="rows" aria-label={words.queue} style={{ blockSize: `${total * ROW}px` }}>
        {rows}
      </ul>
    </div>
  )
}
