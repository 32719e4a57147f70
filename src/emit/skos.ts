/**
 * A thesaurus in SKOS (https://www.w3.org/TR/skos-reference/), as Turtle. Variants are alternative labels, the folded key is
 * a hidden one, so that a search finds the concept however it is typed.
 */
import type { CanonicalTag } from '../core/types.js'

const HEAD = `# wusum tags: change the second prefix to give them addresses of your own
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix tag: <urn:wusum:tag:> .

tag:all a skos:ConceptScheme .
`

/** Everything but letters and digits of ASCII, as bytes. */
const encoded = (text: string): string =>
  Array.from(Buffer.from(text), (byte) =>
    /[A-Za-z0-9]/.test(String.fromCharCode(byte))
      ? String.fromCharCode(byte)
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  ).join('')

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** A literal: in Arabic where it has Arabic letters, else of no language. */
function literal(text: string): string {
  const sound = Buffer.from(text).toString()
  const inside = sound.replace(
    /["\\\p{Cc}\u2028\u2029\ufffe\uffff]/gu,
    (sign) => ESCAPES[sign] ?? `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  )
  return `"${inside}"${/\p{Script=Arabic}/u.test(sound) ? '@ar' : ''}`
}

export function* skos(tags: Iterable<CanonicalTag>): Generator<string> {
  const all = [...tags]
  const names = new Map(all.map(({ tag, id }) => [tag, `tag:${id === undefined ? `_${encoded(tag)}` : encoded(id)}`]))
  /** By tag, those that are wider: of two that call each other wider, which only a mistake could, the first has it. */
  const wider = new Map<string, Set<string>>()
  const leads = (from: string, to: string): boolean => {
    const seen = new Set<string>([from])
    for (const tag of seen) {
      if (tag === to) return true
      for (const next of wider.get(tag) ?? []) seen.add(next)
    }
    return false
  }
  const isWider = (narrow: string, wide: string): void => {
    if (!names.has(wide) || leads(wide, narrow)) return
    const known = wider.get(narrow)
    if (known) known.add(wide)
    else wider.set(narrow, new Set([wide]))
  }
  for (const { tag, related } of all)
    for (const { tag: other, relation } of related)
      if (relation === 'wider') isWider(tag, other)
      else if (relation === 'narrower') isWider(other, tag)
  yield HEAD
  for (const { tag, key, variants, related } of all) {
    const preferred = literal(tag)
    const alternative = new Set(variants.map(({ surface }) => literal(surface)))
    alternative.delete(preferred)
    const hidden = literal(key)
    const lines = [`a skos:Concept`, `skos:inScheme tag:all`, `skos:prefLabel ${preferred}`]
    for (const label of alternative) lines.push(`skos:altLabel ${label}`)
    if (key !== '' && hidden !== preferred && !alternative.has(hidden)) lines.push(`skos:hiddenLabel ${hidden}`)
    for (const wide of wider.get(tag) ?? []) lines.push(`skos:broader ${names.get(wide)!}`)
    for (const { tag: other, relation } of related)
      // A concept is related to none that is wider or narrower, however far up or down.
      if (
        relation !== 'wider' &&
        relation !== 'narrower' &&
        names.has(other) &&
        !leads(tag, other) &&
        !leads(other, tag)
      )
        lines.push(`skos:related ${names.get(other)!}`)
    yield `\n${names.get(tag)!} ${lines.join(' ;\n  ')} .\n`
  }
}
