/** Markup that is safe to send. Made by `html` only; everything put into it is escaped unless it is markup itself. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = Markup | string | number | undefined | false | readonly Part[]

const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/**
 * Text as it may stand in an element or a quoted attribute. Control characters, which HTML cannot carry, are shown by
 * their control pictures (U+2400…): a reader should see that a file name holds one.
 */
export function escape(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => NAMED[character]!)
    .replace(/[\0-\x08\x0b-\x1f]/g, (control) => String.fromCharCode(0x2400 + control.charCodeAt(0)))
    .replace(/[\x7f-\x9f]/g, '\u{fffd}')
}

function write(part: Part): string {
  if (part === undefined || part === false) return ''
  if (part instanceof Markup) return part.text
  if (typeof part === 'string') return escape(part)
  if (typeof part === 'number') return String(part)
  return part.map(write).join('')
}

/** A template: html`<b>${hostile}</b>`. Attributes must stand in double quotes. */
export function html(literal: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = literal[0]!
  for (const [index, part] of parts.entries()) text += write(part) + literal[index + 1]!
  return new Markup(text)
}
