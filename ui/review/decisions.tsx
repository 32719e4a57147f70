import { useEffect, useState } from 'preact/hooks'
import { api, type StoredDecision } from './api.ts'
import { Said } from './parts.tsx'
import type { Words } from './words.ts'

const AT_ONCE = 100

/** Every decision ever made, the newest first: who, when, whether it stands; each taken back or done again. */
export function Decisions(props: {
  words: Words
  version: number
  back: () => void
  open: (surface: string) => void
  takeBack: (id: number) => void
  again: (id: number) => void
}) {
  const { words, version } = props
  const [text, write] = useState('')
  const [count, show] = useState(AT_ONCE)
  const [found, set] = useState<{ total: number; items: readonly StoredDecision[] }>()
  useEffect(() => {
    let live = true
    api
      .decisions(0, count, text)
      .then((it) => live && set(it))
      .catch(() => live && set({ total: 0, items: [] }))
    return () => {
      live = false
    }
  }, [version, count, text])
  return (
    <article class="card tag" aria-labelledby="decisions-title">
      <button type="button" class="link" onClick={props.back}>
        <span class="arrow" aria-hidden="true" /> {words.queue}
      </button>
      <h2 id="decisions-title" class="large">
        {words.allDecisions}
      </h2>
      <label class="find">
        <span>{words.filterText}</span>
        <input
          type="search"
          dir="auto"
          autocomplete="off"
          spellcheck={false}
          maxLength={200}
          placeholder={words.filterHint}
          value={text}
          onInput={(event) => write(event.currentTarget.value)}
        />
      </label>
      <p class="facts" role="status">
        {found && words.shown(Math.min(found.items.length, found.total), found.total)}
      </p>
      <ul class="spellings">
        {found?.items.map(({ id, decision, at, by, undone }) => (
          <li key={id} class={undone === undefined ? '' : 'undone'}>
            <span>
              <Said words={words} decision={decision} open={props.open} />
            </span>
            <span class="facts">
              <bdi>{at.slice(0, 16).replace('T', ' ')}</bdi> · <bdi>{by}</bdi>
              {undone !== undefined && (
                <span class="state ignore">
                  {words.undone} <bdi>{undone.slice(0, 16).replace('T', ' ')}</bdi>
                </span>
              )}
            </span>
            <span class="small-acts">
              {undone === undefined ? (
                <button type="button" onClick={() => props.takeBack(id)}>
                  {words.takeBack}
                </button>
              ) : (
                <button type="button" onClick={() => props.again(id)}>
                  {words.redo}
                </button>
              )}
            </span>
          </li>
        ))}
      </ul>
      {found !== undefined && found.total > found.items.length && count < 500 && (
        <button type="button" onClick={() => show(Math.min(500, count + AT_ONCE))}>
          {words.more}
        </button>
      )}
    </article>
  )
}
