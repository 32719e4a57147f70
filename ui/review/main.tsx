import { render } from 'preact'
import { useCallback, useEffect, useState } from 'preact/hooks'
import {
  api,
  hasKey,
  Refused,
  type Decision,
  type Filter,
  type Outcome,
  type ProposalView,
  type QueueItem,
  type Status,
  type TagView,
} from './api.ts'
import { Card } from './card.tsx'
import { Decisions } from './decisions.tsx'
import { Filters } from './filters.tsx'
import { Dialog, Key, Spelling, useKeys } from './parts.tsx'
import { Queue } from './queue.tsx'
import { Finder, Tag } from './tag.tsx'
import { words as allWords, type Language, type Words } from './words.ts'

interface Notice {
  readonly text: string
  readonly tags: readonly string[]
  readonly wrong?: boolean
}

interface Chosen {
  readonly all: boolean
  readonly places: ReadonlySet<number>
}
const NONE: Chosen = { all: false, places: new Set() }
const ALL: Chosen = { all: true, places: new Set() }

const firstLanguage = (): Language => {
  const kept = localStorage.getItem('lang') ?? document.documentElement.lang
  return kept === 'en' ? 'en' : 'ar'
}

/** Gives the document its language and direction, before anything is drawn in them. */
function dress(lang: Language): void {
  document.documentElement.lang = lang
  document.documentElement.dir = allWords[lang].direction
  document.title = allWords[lang].title
}

function App() {
  const [lang, set] = useState(firstLanguage)
  const setLang = (next: Language) => {
    dress(next)
    localStorage.setItem('lang', next)
    set(next)
  }
  const words = allWords[lang]
  const [status, setStatus] = useState<Status>()
  const [trouble, setTrouble] = useState<string | undefined>(hasKey ? undefined : words.noKey)
  const refresh = useCallback(async () => {
    try {
      setStatus(await api.status())
      setTrouble(undefined)
    } catch (error) {
      const refused = error instanceof Refused ? error : new Refused('INTERNAL', String(error))
      if (refused.code === 'REGISTRY_BUSY') setTimeout(() => void refresh(), 400)
      else setTrouble(refused.code === 'INTERRUPTED' ? 'ended' : refused.message)
    }
  }, [])
  useEffect(() => {
    if (hasKey) void refresh()
  }, [])
  const reread = () => {
    setStatus(undefined)
    void api
      .reread()
      .catch(() => undefined)
      .then(refresh)
  }

  if (status === undefined)
    return (
      <main class="alone">
        <h1>{words.title}</h1>
        <p role="status">{trouble === undefined ? words.reading : trouble === 'ended' ? words.ended : trouble}</p>
        <button type="button" class="quiet" onClick={() => setLang(words.languageName)}>
          {words.language}
        </button>
      </main>
    )
  return <Review words={words} lang={lang} setLang={setLang} status={status} refresh={refresh} reread={reread} />
}

function Review(props: {
  words: Words
  lang: Language
  setLang: (lang: Language) => void
  status: Status
  refresh: () => Promise<void>
  reread: () => void
}) {
  const { words, lang, status } = props
  const [filter, setFilter] = useState<Filter>({})
  const [items, setItems] = useState<readonly (QueueItem | undefined)[]>([])
  const [total, setTotal] = useState(status.proposals)
  const [place, setPlace] = useState(0)
  /** Pairs chosen: these, or all shown but these. */
  const [chosen, select] = useState<Chosen>(NONE)
  const [deciding, showDecisions] = useState(false)
  const [proposal, setProposal] = useState<ProposalView>()
  const [surface, setSurface] = useState<string>()
  const [tag, setTag] = useState<TagView>()
  const [version, setVersion] = useState(0)
  const [notice, setNotice] = useState<Notice>()
  const [keys, setKeys] = useState(true)
  const [help, setHelp] = useState(false)
  const [list, setList] = useState(false)

  const complain = (error: unknown) => {
    const ended = error instanceof Refused && error.code === 'INTERRUPTED'
    const text = ended ? words.ended : `${words.wrong} ${error instanceof Error ? error.message : String(error)}`
    setNotice({ text, tags: [], wrong: true })
  }

  const name = JSON.stringify(filter)
  useEffect(() => {
    let live = true
    // this row and the next, so that moving on does not wait
    api
      .queue(place, 2, filter)
      .then(async (found) => {
        if (!live) return
        setTotal(found.total)
        setItems(found.items)
        const [item] = found.items
        const view = item && (await api.proposal(item.place, lang))
        if (live) setProposal(view)
      })
      .catch(complain)
    return () => {
      live = false
    }
  }, [place, name, version, lang])
  const show = (next: Filter) => {
    setFilter(next)
    setPlace(0)
    select(NONE)
  }
  const isChosen = (item: QueueItem) => chosen.places.has(item.place) !== chosen.all
  const choose = (item: QueueItem) => {
    const places = new Set(chosen.places)
    if (!places.delete(item.place)) places.add(item.place)
    select({ ...chosen, places })
  }
  const count = chosen.all ? total - chosen.places.size : chosen.places.size
  const settle = (verb: 'same' | 'apart' | 'related') => {
    api
      .settle(verb, { all: chosen.all, places: [...chosen.places] }, filter)
      .then((outcome) => {
        select(NONE)
        after(words.said[verb], outcome)
      })
      .catch(complain)
  }

  useEffect(() => {
    if (surface === undefined) return setTag(undefined)
    let live = true
    api
      .tag(surface, lang)
      .then((view) => live && setTag(view))
      .catch(complain)
    return () => {
      live = false
    }
  }, [surface, version, lang])

  const after = (text: string, outcome: Outcome) => {
    setNotice({
      text: outcome.replaced.length > 0 && text !== words.undone ? `${text}. ${words.replaced}` : `${text}.`,
      tags: outcome.tags.slice(0, 4).map(({ tag }) => tag),
    })
    setVersion((n) => n + 1)
    void props.refresh()
  }
  const redo = (id?: number) => {
    api
      .redo(id)
      .then((outcome) => {
        if (id === undefined && outcome.tags.length === 0) return
        after(words.redone, outcome)
        if (id === undefined && surface === undefined && !deciding && place + 1 < total) setPlace(place + 1)
      })
      .catch(complain)
  }
  const decide = (decisions: readonly Decision[]) => {
    api
      .decide(decisions)
      .then((outcome) => {
        after(words.said[(decisions.find(({ verb }) => verb === 'same') ?? decisions.at(-1)!).verb], outcome)
        if (surface === undefined && place + 1 < total) setPlace(place + 1)
      })
      .catch(complain)
  }
  const undo = (id?: number) => {
    api
      .undo(id)
      .then((outcome) => {
        if (id === undefined && outcome.tags.length === 0) return
        after(words.undone, outcome)
        if (id === undefined && surface === undefined && !deciding && place > 0) setPlace(place - 1)
      })
      .catch(complain)
  }
  const move = (by: 1 | -1) => setPlace((at) => Math.max(0, Math.min(total - 1, at + by)))
  const open = (text: string) => {
    setSurface(text)
    showDecisions(false)
    setList(false)
  }
  const go = (at: number) => {
    setPlace(at)
    setSurface(undefined)
    showDecisions(false)
    setList(false)
  }

  const listed = surface === undefined && !deciding
  useKeys(keys, (code) => {
    if (code === 'ArrowDown' && listed) move(1)
    else if (code === 'ArrowUp' && listed) move(-1)
    else if (code === 'KeyX' && listed && items[0]) choose(items[0])
    else if (code === 'KeyA' && listed) select(chosen.all ? NONE : ALL)
    else if (code === 'KeyR') redo()
    else if (code === 'KeyD') showDecisions(!deciding)
    else if (code === 'Escape' && deciding) showDecisions(false)
    else if (code === 'KeyU') undo()
    else if (code === 'Slash') document.querySelector<HTMLElement>('#find')?.focus()
    else if (code === 'Escape' && surface !== undefined) setSurface(undefined)
    else return false
    return true
  })

  const save = () => {
    api
      .export()
      .then((text) => {
        const link = document.createElement('a')
        link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
        link.download = 'decisions.txt'
        link.click()
        URL.revokeObjectURL(link.href)
      })
      .catch(complain)
  }

  return (
    <div class={list ? 'app listed' : 'app'}>
      <header>
        <h1>{words.title}</h1>
        <Finder words={words} choose={open} id="find" />
        <div class="tools">
          <button type="button" class="quiet only-narrow" aria-expanded={list} onClick={() => setList(!list)}>
            {words.queue}
          </button>
          <button type="button" class="quiet" aria-pressed={deciding} onClick={() => showDecisions(!deciding)}>
            {words.allDecisions}
          </button>
          <button type="button" class="quiet" onClick={save}>
            {words.exportDecisions}
          </button>
          <button type="button" class="quiet only-wide" onClick={() => setHelp(true)}>
            {words.help}
          </button>
          <button
            type="button"
            class="quiet"
            lang={words.languageName}
            onClick={() => props.setLang(words.languageName)}
          >
            {words.language}
          </button>
        </div>
        {status.newer && (
          <p class="facts">
            {words.newer}{' '}
            <button type="button" class="link" onClick={props.reread}>
              {words.reread}
            </button>
          </p>
        )}
      </header>
      <aside aria-label={words.queue}>
        <details class="sieve">
          <summary>{words.filter}</summary>
          <Filters words={words} lang={lang} rules={status.rules} filter={filter} set={show} />
        </details>
        {total > 0 && (
          <div class="chosen" role="group" aria-label={words.theSelection}>
            <label>
              <input
                type="checkbox"
                checked={chosen.all && chosen.places.size === 0}
                onChange={() => select(chosen.all && chosen.places.size === 0 ? NONE : ALL)}
              />{' '}
              {words.selectAll(words.number(total))}
            </label>
            {count > 0 && (
              <>
                <strong role="status">{words.selected(words.number(count))}</strong>
                <button type="button" onClick={() => settle('same')}>
                  {words.same}
                </button>
                <button type="button" onClick={() => settle('apart')}>
                  {words.apartVerb}
                </button>
                <button type="button" onClick={() => settle('related')}>
                  {words.relatedVerb}
                </button>
                <button type="button" class="quiet" onClick={() => select(NONE)}>
                  {words.clear}
                </button>
              </>
            )}
          </div>
        )}
        {total > 0 ? (
          <Queue
            words={words}
            lang={lang}
            total={total}
            place={place}
            version={version}
            filter={filter}
            go={go}
            isChosen={isChosen}
            choose={choose}
          />
        ) : (
          <p class="facts empty">{status.proposals === 0 ? words.emptyQueue : words.nothingShown}</p>
        )}
      </aside>
      <main>
        {deciding ? (
          <Decisions
            words={words}
            version={version}
            back={() => showDecisions(false)}
            open={open}
            takeBack={undo}
            again={redo}
          />
        ) : surface !== undefined && tag !== undefined ? (
          <Tag
            words={words}
            lang={lang}
            view={tag}
            decide={decide}
            undo={() => undo()}
            open={open}
            back={() => setSurface(undefined)}
            takeBack={undo}
          />
        ) : proposal !== undefined && total > 0 ? (
          <Card
            words={words}
            lang={lang}
            view={proposal}
            at={place}
            total={total}
            keys={keys}
            decide={decide}
            undo={() => undo()}
            open={open}
            move={move}
          />
        ) : (
          <p>{status.proposals === 0 ? words.emptyQueue : total === 0 ? words.nothingShown : ''}</p>
        )}
      </main>
      <div role="status" class={notice?.wrong ? 'notice wrong' : 'notice'}>
        {notice && (
          <>
            {notice.text}
            {notice.tags.length > 0 && (
              <>
                {' '}
                {words.now}:{' '}
                {notice.tags.map((text) => (
                  <span class="chip">
                    <Spelling text={text} />
                  </span>
                ))}
              </>
            )}
            <button type="button" class="quiet" onClick={() => setNotice(undefined)}>
              {words.close}
            </button>
          </>
        )}
      </div>
      {help && (
        <Dialog title={words.keysTitle} close={() => setHelp(false)}>
          <dl class="keys">
            {(
              [
                ['1', words.same],
                ['2', words.apartVerb],
                ['3', words.relatedVerb],
                ['4', words.ignore],
                ['5', words.spell],
                ['↓', words.skip],
                ['↑', words.back],
                ['6', words.mergeAs],
                ['U', words.undo],
                ['R', words.redo],
                ['X A', words.listKeys],
                ['D', words.allDecisions],
                ['/', words.search],
                ['Esc', words.close],
              ] as const
            ).map(([key, label]) => (
              <div>
                <dt>
                  <Key>{key}</Key>
                  <span class="sr">{key}</span>
                </dt>
                <dd>{label}</dd>
              </div>
            ))}
          </dl>
          <p class="facts">{words.keysNote}</p>
          <label>
            <input type="checkbox" checked={keys} onChange={(event) => setKeys(event.currentTarget.checked)} />{' '}
            {words.keysOn}
          </label>
          <p>
            <button type="button" onClick={() => setHelp(false)}>
              {words.close}
            </button>
          </p>
        </Dialog>
      )}
    </div>
  )
}

dress(firstLanguage())
render(<App />, document.querySelector('#app')!)
