import { useEffect, useState } from 'preact/hooks'
import { ruleInWords } from '../../src/emit/rule-words.ts'
import { api, type Carrier, type Decision, type ProposalView, type TagView } from './api.ts'
import { Dialog, Key, PageName, Spelling, useKeys } from './parts.tsx'
import type { Language, Words } from './words.ts'

export interface Acts {
  readonly decide: (decisions: readonly Decision[]) => void
  readonly undo: () => void
  readonly open: (surface: string) => void
}

interface Props extends Acts {
  readonly words: Words
  readonly lang: Language
  readonly view: ProposalView
  readonly at: number
  readonly total: number
  readonly keys: boolean
  readonly move: (by: 1 | -1) => void
}

/** One proposal: both spellings large, why, and what can be said of them. */
export function Card(props: Props) {
  const { words, view } = props
  const { a, b } = view
  const [asking, ask] = useState<'ignore' | 'spell' | 'merge'>()
  const say = (verb: 'same' | 'apart' | 'related') => props.decide([{ verb, a, b }])

  const acts: readonly { code: string; key: string; label: string; act: () => void; state?: string }[] = [
    { code: 'Digit1', key: '1', label: words.same, act: () => say('same'), state: 'same' },
    { code: 'Digit2', key: '2', label: words.apartVerb, act: () => say('apart'), state: 'apart' },
    { code: 'Digit3', key: '3', label: words.relatedVerb, act: () => say('related'), state: 'related' },
    { code: 'Digit4', key: '4', label: words.ignore, act: () => ask('ignore'), state: 'ignore' },
    { code: 'Digit5', key: '5', label: words.spell, act: () => ask('spell') },
    ...(view.one ? [] : [{ code: 'Digit6', key: '6', label: words.mergeAs, act: () => ask('merge') }]),
  ]
  useKeys(props.keys, (code) => {
    const known = acts.find((it) => it.code === code || it.code.replace('Digit', 'Numpad') === code)
    known?.act()
    return known !== undefined
  })

  return (
    <article class="card" aria-labelledby="question">
      <p class="facts">{words.place(words.number(props.at + 1), words.number(props.total))}</p>
      <h2 id="question">{view.one ? words.merged : words.apart}</h2>
      <div class="two">
        <Side {...props} text={a} other={b} pages={view.pages[0]} />
        <Side {...props} text={b} other={a} pages={view.pages[1]} />
      </div>
      <p class="why">
        <strong>{ruleInWords(view.rule, props.lang)}</strong>: <bdi>{view.why}</bdi>
      </p>
      <div class="acts" role="group" aria-labelledby="question">
        {acts.map(({ key, label, act, state }) => (
          <button
            type="button"
            class={state ?? 'spell'}
            aria-keyshortcuts={key}
            aria-pressed={state === undefined ? undefined : view.decided === state}
            onClick={act}
          >
            {label} <Key>{key}</Key>
          </button>
        ))}
      </div>
      <div class="moves">
        <button type="button" aria-keyshortcuts="ArrowUp" disabled={props.at === 0} onClick={() => props.move(-1)}>
          {words.back} <Key>↑</Key>
        </button>
        <button
          type="button"
          aria-keyshortcuts="ArrowDown"
          disabled={props.at + 1 >= props.total}
          onClick={() => props.move(1)}
        >
          {words.skip} <Key>↓</Key>
        </button>
        <button type="button" aria-keyshortcuts="U" onClick={props.undo}>
          {words.undo} <Key>U</Key>
        </button>
      </div>
      <div class="two">
        <Examples words={words} surface={a} />
        <Examples words={words} surface={b} />
      </div>
      {asking === 'ignore' && (
        <Dialog title={words.ignoreWhich} close={() => ask(undefined)}>
          <div class="choices">
            {[[a], [b], ...(view.one ? [] : [[a, b]])].map((tags) => (
              <button
                type="button"
                onClick={() => {
                  ask(undefined)
                  props.decide(tags.map((tag) => ({ verb: 'ignore', tag })))
                }}
              >
                {tags.length === 2 ? words.both : <Spelling text={tags[0]!} />}
              </button>
            ))}
            <button type="button" class="quiet" onClick={() => ask(undefined)}>
              {words.cancel}
            </button>
          </div>
        </Dialog>
      )}
      {asking === 'merge' && (
        <SpellDialog
          words={words}
          title={words.mergeAsWhich}
          tags={view.tags.filter((tag) => tag !== undefined)}
          typed
          close={() => ask(undefined)}
          choose={(_, as) =>
            props.decide([
              { verb: 'same', a, b },
              { verb: 'spell-as', tag: a, as },
            ])
          }
        />
      )}
      {asking === 'spell' && (
        <SpellDialog
          words={words}
          tags={view.tags.filter((tag) => tag !== undefined)}
          close={() => ask(undefined)}
          choose={(tag, as) => props.decide([{ verb: 'spell-as', tag, as }])}
        />
      )}
    </article>
  )
}

function Side(props: Props & { readonly text: string; readonly other: string; readonly pages: number }) {
  const { words, text } = props
  const spelling = props.view.tags.flatMap((tag) => tag?.surfaces ?? []).find(({ surface }) => surface === text)
  return (
    <div class="side">
      <p class="large">
        <Spelling text={text} against={props.other} />
      </p>
      <p class="facts">
        {words.pages(props.pages)}
        {spelling && <> · {words.times(spelling.count)}</>}
      </p>
      <button type="button" class="link" onClick={() => props.open(text)}>
        {words.open}
        <span class="sr">
          {' '}
          <Spelling text={text} />
        </span>
      </button>
    </div>
  )
}

/** Choosing the spelling of one of these tags: one that stands on pages, or another. */
export function SpellDialog(props: {
  words: Words
  title?: string
  /** Whether any other spelling may be typed, for several tags too. */
  typed?: boolean
  tags: readonly TagView[]
  close: () => void
  choose: (tag: string, as: string) => void
}) {
  const { words } = props
  const [other, write] = useState('')
  const take = (tag: TagView, as: string) => {
    props.close()
    props.choose(tag.surfaces[0]?.surface ?? tag.tag, as)
  }
  return (
    <Dialog title={props.title ?? words.spellWhich} close={props.close}>
      {props.tags.map((tag) => (
        <div class="choices">
          {tag.surfaces.slice(0, 20).map(({ surface, count }) => (
            <button type="button" aria-pressed={surface === tag.tag} onClick={() => take(tag, surface)}>
              <Spelling text={surface} /> <small>{words.times(count)}</small>
            </button>
          ))}
        </div>
      ))}
      {(props.typed || props.tags.length === 1) && (
        <form
          class="other"
          onSubmit={(event) => {
            event.preventDefault()
            if (other.trim()) take(props.tags[0]!, other.trim())
          }}
        >
          <label>
            {words.other}
            <input dir="auto" maxLength={200} value={other} onInput={(event) => write(event.currentTarget.value)} />
          </label>
          <button type="submit">{words.confirm}</button>
        </form>
      )}
      <button type="button" class="quiet" onClick={props.close}>
        {words.cancel}
      </button>
    </Dialog>
  )
}

/** A sentence with a word in it marked. */
function InSentence({ text, word }: { text: string; word: string }) {
  const at = text.indexOf(word)
  if (at < 0) return <>{text}</>
  return (
    <>
      {text.slice(0, at)}
      <strong>{word}</strong>
      {text.slice(at + word.length)}
    </>
  )
}

/** Pages that carry a spelling, each with the list it stands in. Comes after the rest: it may take a moment. */
export function Examples({ words, surface }: { words: Words; surface: string }) {
  const [pages, set] = useState<readonly Carrier[]>()
  useEffect(() => {
    let live = true
    set(undefined)
    api
      .examples(surface)
      .then((found) => live && set(found))
      .catch(() => live && set([]))
    return () => {
      live = false
    }
  }, [surface])
  return (
    <section class="examples">
      <h3>
        {words.examples}: <Spelling text={surface} />
      </h3>
      {pages === undefined ? (
        <p class="facts">…</p>
      ) : pages.length === 0 ? (
        <p class="facts">{words.noExamples}</p>
      ) : (
        <ul>
          {pages.map(({ page, title, date, link, list, sentence, surfaces }) => (
            <li>
              <PageName id={link ?? page} title={title} />
              <p class="facts">
                {date !== undefined && <bdi>{date.slice(0, 10)}</bdi>}
                {link !== undefined && (
                  <>
                    {date !== undefined && ' · '}
                    <bdi>{page}</bdi>
                  </>
                )}
              </p>
              {sentence !== undefined && (
                <blockquote dir="auto">
                  <InSentence text={sentence} word={surface} />
                </blockquote>
              )}
              <p class="list">
                {surfaces.slice(0, 40).map((it) => (
                  <span class={it === surface ? 'chip here' : 'chip'}>
                    <Spelling text={it} />
                  </span>
                ))}
              </p>
              {list !== undefined && (
                <details class="facts">
                  <summary>{words.asItStood}</summary>
                  <bdi dir="auto">{list}</bdi>
                </details>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
