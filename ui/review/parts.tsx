import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { difference } from '../../src/core/sameness/difference.ts'
import type { Decision } from './api.ts'
import type { Words } from './words.ts'

/** A spelling, isolated; with `against`, the letters marked in which it differs from that one. */
export function Spelling({ text, against }: { text: string; against?: string | undefined }) {
  if (against === undefined) return <bdi lang="ar">{text}</bdi>
  return (
    <bdi lang="ar">
      {difference(text, against)[0].map((part) =>
        part.differs ? (
          <mark class={`${part.joined?.before ? 'b' : ''} ${part.joined?.after ? 'a' : ''}`}>{part.text}</mark>
        ) : (
          part.text
        ),
      )}
    </bdi>
  )
}

/** A page by its title, else its id; a link where it is a web page's address. */
export function PageName({ id, title }: { id: string; title?: string | undefined }) {
  if (!/^https?:\/\//i.test(id) || id.length > 2000 || !URL.canParse(id)) return <bdi dir="auto">{title ?? id}</bdi>
  let shown = title ?? id
  try {
    shown = title ?? decodeURI(id)
  } catch {
    // percent signs that encode nothing: shown as they are
  }
  return (
    <a href={id} target="_blank" rel="noopener noreferrer">
      <bdi>{shown}</bdi>
    </a>
  )
}

/** A decision in words, its tags isolated; with `open`, each leads to its tag. */
export function Said(props: { words: Words; decision: Decision; open?: ((surface: string) => void) | undefined }) {
  const { words, decision, open } = props
  const tag = (text: string) =>
    open ? (
      <button type="button" class="link" onClick={() => open(text)}>
        <Spelling text={text} />
      </button>
    ) : (
      <Spelling text={text} />
    )
  if ('a' in decision)
    return (
      <>
        {tag(decision.a)} · {words.state[decision.verb]} · {tag(decision.b)}
      </>
    )
  return (
    <>
      {tag(decision.tag)} ·{' '}
      {'as' in decision ? (
        <>
          {words.spell}: <Spelling text={decision.as} />
        </>
      ) : (
        words.state.ignore
      )}
    </>
  )
}

export function Key({ children }: { children: ComponentChildren }) {
  return <kbd aria-hidden="true">{children}</kbd>
}

/** A modal dialog: focus goes in and comes back, Escape closes it. */
export function Dialog(props: { title: string; close: () => void; children: ComponentChildren }) {
  const element = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const dialog = element.current!
    const before = document.activeElement
    dialog.showModal()
    return () => {
      dialog.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={element}
      aria-label={props.title}
      onCancel={props.close}
      onKeyDown={(event) => {
        // the first nine choices by their number
        const place = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1]
        if (place === undefined || event.ctrlKey || event.metaKey || event.altKey) return
        if (event.target instanceof HTMLInputElement) return
        element.current!.querySelectorAll<HTMLElement>('.choices button:not(.quiet)')[Number(place) - 1]?.click()
      }}
    >
      <h2>{props.title}</h2>
      {props.children}
    </dialog>
  )
}

/** Runs `act` for a key pressed while no field is written in and no dialog is open. Keys by place: any layout will do. */
export function useKeys(on: boolean, act: (code: string) => boolean): void {
  const latest = useRef(act)
  latest.current = act
  useEffect(() => {
    if (!on) return
    const listen = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector('dialog[open]')) return
      const { target } = event
      if (target instanceof HTMLSelectElement) return
      if (target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'radio') return
      if (latest.current(event.code)) event.preventDefault()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [on])
}
