import { useState } from 'preact/hooks'
import { ruleInWords } from '../../src/emit/rule-words.ts'
import { api, type Decision, type TagLine, type TagView } from './api.ts'
import { Examples, SpellDialog, type Acts } from './card.tsx'
import { Dialog, Said, Spelling } from './parts.tsx'
import type { Language, Words } from './words.ts'

/** One tag: its spellings, what is near it, what was decided, what happened to it. */
export function Tag(
  props: Acts & { words: Words; lang: Language; view: TagView; back: () => void; takeBack: (id: number) => void },
) {
  const { words, view, lang } = props
  const [moving, move] = useState<string>()
  const [spelling, spell] = useState(false)
  const [sorting, sort] = useState(false)
  const rest = view.surfaces.map(({ surface }) => surface)
  const split = (surface: string): Decision[] => {
    // apart from every other spelling: being near to one of them is enough to come back
    return rest.filter((it) => it !== surface).map((b) => ({ verb: 'apart', a: surface, b }))
  }
  const ignored = view.decisions.find(({ decision }) => decision.verb === 'ignore')
  return (
    <article class="card tag" aria-labelledby="tag-title">
      <button type="button" class="link" onClick={props.back}>
        <span class="arrow" aria-hidden="true" /> {words.queue}
      </button>
      <h2 id="tag-title" class="large">
        <span class="sr">{words.tagOf} </span>
        <Spelling text={view.tag} />
      </h2>
      <p class="facts">
        {words.pages(view.pages)} · {words.times(view.count)} · {words.spellings(view.surfaces.length)}
        {view.ignored && <span class="state ignore">{words.ignored}</span>}
      </p>
      <div class="moves">
        <button type="button" onClick={() => spell(true)}>
          {words.spell}
        </button>
        {ignored ? (
          <button type="button" onClick={() => props.takeBack(ignored.id)}>
            {words.unignore}
          </button>
        ) : (
          <button type="button" onClick={() => props.decide([{ verb: 'ignore', tag: rest[0]! }])}>
            {words.ignore}
          </button>
        )}
        {rest.length + lookAlikes(view.apart).length > 1 && (
          <button type="button" aria-expanded={sorting} onClick={() => sort(!sorting)}>
            {words.sortOut}
          </button>
        )}
        <button type="button" aria-keyshortcuts="U" onClick={props.undo}>
          {words.undo}
        </button>
      </div>
      {sorting && (
        <SortOut
          words={words}
          view={view}
          decide={(decisions) => {
            sort(false)
            props.decide(decisions)
          }}
        />
      )}
      <h3>{words.surfaces}</h3>
      <ul class="spellings">
        {view.surfaces.slice(0, 500).map(({ surface, count, pages, rule, why }) => (
          <li>
            <span class="name">
              <Spelling text={surface} against={surface === view.tag ? undefined : view.tag} />
            </span>
            <span class="facts">
              {words.pages(pages)} · {words.times(count)} · {ruleInWords(rule, lang)}
              {rule !== 'shown' && <Why words={words} text={why} />}
            </span>
            <span class="small-acts">
              {surface !== view.tag && (
                <button type="button" onClick={() => props.decide([{ verb: 'spell-as', tag: surface, as: surface }])}>
                  {words.makeShown}
                  <Of text={surface} />
                </button>
              )}
              {rest.length > 1 && (
                <button type="button" onClick={() => props.decide(split(surface))}>
                  {words.split}
                  <Of text={surface} />
                </button>
              )}
              <button type="button" onClick={() => move(surface)}>
                {words.move}
                <Of text={surface} />
              </button>
            </span>
          </li>
        ))}
      </ul>
      {lookAlikes(view.apart).length > 0 && (
        <>
          <h3>{words.near}</h3>
          <ul class="spellings">
            {lookAlikes(view.apart)
              .slice(0, 50)
              .map(({ a, b, rule, why }) => (
                <li>
                  <span class="name">
                    <button type="button" class="link" onClick={() => props.open(b)}>
                      <Spelling text={b} against={a} />
                    </button>
                  </span>
                  <span class="facts">
                    {ruleInWords(rule, lang)}
                    <Why words={words} text={why} />
                  </span>
                  <span class="small-acts">
                    <button type="button" onClick={() => props.decide([{ verb: 'same', a, b }])}>
                      {words.merge}
                      <Of text={b} />
                    </button>
                  </span>
                </li>
              ))}
          </ul>
        </>
      )}
      {view.related.length > 0 && (
        <>
          <h3>{words.related}</h3>
          <p class="list">
            {view.related.slice(0, 50).map(({ tag }) => (
              <button type="button" class="chip" onClick={() => props.open(tag)}>
                <Spelling text={tag} />
              </button>
            ))}
          </p>
        </>
      )}
      {view.decisions.length > 0 && (
        <>
          <h3>{words.decisions}</h3>
          <ul class="spellings">
            {view.decisions.map(({ id, decision, at, by }) => (
              <li>
                <span>
                  <Said words={words} decision={decision} />
                </span>
                <span class="facts">
                  <bdi>{at.slice(0, 16).replace('T', ' ')}</bdi> · <bdi>{by}</bdi>
                </span>
                <span class="small-acts">
                  <button type="button" onClick={() => props.takeBack(id)}>
                    {words.takeBack}
                  </button>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {view.history.length > 0 && (
        <>
          <h3>{words.history}</h3>
          <ul>
            {view.history.slice(-50).map(({ event, other, at }) => (
              <li class="facts">
                <bdi>{at.slice(0, 16).replace('T', ' ')}</bdi> · {words.event[event]} <bdi>{other}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
      <Examples words={words} surface={rest[0] ?? view.tag} />
      {spelling && (
        <SpellDialog
          words={words}
          tags={[view]}
          close={() => spell(false)}
          choose={(tag, as) => props.decide([{ verb: 'spell-as', tag, as }])}
        />
      )}
      {moving !== undefined && (
        <Dialog title={words.moveTo} close={() => move(undefined)}>
          <Finder
            words={words}
            choose={(to) => {
              move(undefined)
              props.decide([...split(moving), { verb: 'same', a: moving, b: to }])
            }}
          />
          <button type="button" class="quiet" onClick={() => move(undefined)}>
            {words.cancel}
          </button>
        </Dialog>
      )}
    </article>
  )
}

/** What is only wider or narrower is no look-alike. */
const lookAlikes = (apart: TagView['apart']) => apart.filter(({ rule }) => rule !== 'wider' && rule !== 'narrower')

/** A tag's spellings and look-alikes at once: which belong to it, and which is shown; what is left out is split off. */
function SortOut(props: { words: Words; view: TagView; decide: (decisions: readonly Decision[]) => void }) {
  const { words, view } = props
  const own = view.surfaces.slice(0, 60).map(({ surface }) => surface)
  const near = [...new Set(lookAlikes(view.apart).map(({ b }) => b))].slice(0, 40)
  const [kept, keep] = useState<ReadonlySet<string>>(new Set(own))
  const [shown, show] = useState(view.tag)
  const [other, write] = useState('')
  const toggle = (surface: string) => {
    const next = new Set(kept)
    if (!next.delete(surface)) next.add(surface)
    keep(next)
  }
  const as = other.trim() || shown
  const home = own.find((it) => kept.has(it))
  const decisions: Decision[] =
    home === undefined
      ? []
      : [
          // apart from each that stays: being near to one of them is enough to come back
          ...own
            .filter((it) => !kept.has(it))
            .flatMap((a) => own.filter((it) => kept.has(it)).map((b): Decision => ({ verb: 'apart', a, b }))),
          ...near.filter((it) => kept.has(it)).map((b): Decision => ({ verb: 'same', a: home, b })),
          ...(as === view.tag ? [] : [{ verb: 'spell-as', tag: home, as } as const]),
        ]
  const row = (surface: string) => (
    <tr>
      <td>
        <label>
          <input type="checkbox" checked={kept.has(surface)} onChange={() => toggle(surface)} />{' '}
          <Spelling text={surface} against={surface === view.tag ? undefined : view.tag} />
        </label>
      </td>
      <td>
        <input
          type="radio"
          name="shown"
          aria-label={`${words.makeShown}: ${surface}`}
          disabled={!kept.has(surface)}
          checked={other.trim() === '' && shown === surface}
          onChange={() => {
            show(surface)
            write('')
          }}
        />
      </td>
    </tr>
  )
  return (
    <form
      class="sort"
      onSubmit={(event) => {
        event.preventDefault()
        if (decisions.length > 0) props.decide(decisions)
      }}
    >
      <p class="facts">{words.sortNote}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.belongs}</th>
            <th scope="col">{words.isShown}</th>
          </tr>
        </thead>
        <tbody>
          {own.map(row)}
          {near.length > 0 && (
            <tr>
              <th scope="rowgroup" colSpan={2}>
                {words.near}
              </th>
            </tr>
          )}
          {near.map(row)}
        </tbody>
      </table>
      <label class="find">
        <span>{words.other}</span>
        <input dir="auto" maxLength={200} value={other} onInput={(event) => write(event.currentTarget.value)} />
      </label>
      <button type="submit" class="main" disabled={decisions.length === 0}>
        {words.apply(decisions.length)}
      </button>
    </form>
  )
}

/** The sentence behind a rule, on demand. */
const Why = ({ words, text }: { words: Words; text: string }) => (
  <details>
    <summary>{words.why}</summary>
    <bdi>{text}</bdi>
  </details>
)

const Of = ({ text }: { text: string }) => (
  <span class="sr">
    {' '}
    <Spelling text={text} />
  </span>
)

/** A field that finds tags, and what it found as buttons. */
export function Finder({ words, choose, id }: { words: Words; choose: (tag: string) => void; id?: string }) {
  const [query, write] = useState('')
  const [found, show] = useState<readonly TagLine[]>([])
  const search = (text: string) => {
    write(text)
    if (text.trim() === '') return show([])
    api
      .search(text)
      .then(show)
      .catch(() => show([]))
  }
  const take = (tag: string) => {
    write('')
    show([])
    choose(tag)
  }
  return (
    <form
      class="finder"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        if (found[0]) take(found[0].tag)
      }}
    >
      <input
        id={id}
        type="search"
        aria-label={words.search}
        placeholder={words.search}
        dir="auto"
        autocomplete="off"
        spellcheck={false}
        maxLength={200}
        value={query}
        onInput={(event) => search(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') search('')
        }}
      />
      <div role="status" class="sr">
        {query.trim() && (found.length ? `${words.results}: ${words.number(found.length)}` : words.noResults)}
      </div>
      {query.trim() !== '' && (
        <ul class="found">
          {found.length === 0 && <li class="facts">{words.noResults}</li>}
          {found.map((line) => (
            <li>
              <button type="button" onClick={() => take(line.tag)}>
                <Spelling text={line.tag} /> <small>{words.pages(line.pages)}</small>
              </button>
            </li>
          ))}
        </ul>
      )}
    </form>
  )
}
