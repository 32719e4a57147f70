/** What the parser and the reader of HTML have to know of an element by its name. */
export interface Element {
  /** In small letters. */
  readonly name: string
  /** It holds nothing and has no end tag. */
  readonly hollow: boolean
  /** Its text stands on lines of its own. */
  readonly block: boolean
  /** Its text is not read on the page. */
  readonly unseen: boolean
  /** Its text is no part of a link's. */
  readonly mute: boolean
  /** It holds a whole page, never a box of tags, whatever its class. */
  readonly whole: boolean
  /** Outside of links, and where no attribute says otherwise, it changes nothing in how its content is read. */
  readonly plain: boolean
  /** The sets of elements that it is in, as bits, and those of which it ends the ones that stand open right around it. */
  readonly within: number
  readonly ends: number
  /** How its content is read: as markup; as text up to its end tag, with entities or without; as text to the end of the document. */
  readonly content: 'markup' | 'entities' | 'raw' | 'rest'
  /** Whose rules hold in it, where it changes them. */
  readonly rules: Rules | undefined
}

/** Within SVG and MathML `/>` ends any element, and scripts and styles are markup as all others. */
export type Rules = 'html' | 'svg' | 'math'

const listed = (names: string): ReadonlySet<string> => new Set(names.split(' '))

const BLOCKS = listed(
  'address article aside blockquote body br button caption center dd details dialog div dl dt fieldset figcaption figure footer form ' +
    'h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section select summary table tbody td tfoot th thead tr ul',
)
const UNSEEN = listed(
  'title script style template svg math iframe object select textarea button noscript head audio video canvas',
)
const HOLLOW = listed(
  'area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr',
)
const MUTE = listed('svg script style template')
const WHOLES = listed('html body main article')
const RAW = listed('script style iframe noembed noframes xmp')
const ENTITIES = listed('title textarea')
const RULES: ReadonlyMap<string, Rules> = new Map([
  ['svg', 'svg'],
  ['math', 'math'],
  ...[...listed('mi mo mn ms mtext annotation-xml desc title')].map((name) => [name, 'html'] as const),
])

/** Elements that end others which stand open right around them, since their end tags may be left out. */
const ENDINGS: readonly (readonly [by: ReadonlySet<string>, ended: ReadonlySet<string>])[] = [
  [
    'p address article aside blockquote details div dl fieldset figcaption figure footer form header hr main nav ol pre section table ul',
    'p',
  ],
  ['h1 h2 h3 h4 h5 h6', 'h1 h2 h3 h4 h5 h6 p'],
  ['select input output button datalist textarea', 'input option optgroup select button datalist textarea'],
  ['tr', 'tr th td'],
  ['th', 'th'],
  ['td', 'thead th td'],
  ['tbody tfoot', 'thead tbody'],
  ['body', 'head link script'],
  ['a', 'a'],
  ['li', 'li'],
  ['option', 'option'],
  ['optgroup', 'optgroup option'],
  ['dd dt', 'dd dt'],
  ['rt rp', 'rt rp'],
].map(([by = '', ended = '']) => [listed(by), listed(ended)])

const bits = (name: string, side: 0 | 1): number =>
  ENDINGS.reduce((all, sets, bit) => (sets[side].has(name) ? all | (1 << bit) : all), 0)

/** An element by its name in small letters; those of no table are like `span`. */
export function elementOf(name: string, rules: Rules | undefined = RULES.get(name)): Element {
  const block = BLOCKS.has(name)
  const unseen = UNSEEN.has(name)
  return {
    name,
    hollow: HOLLOW.has(name),
    block,
    unseen,
    mute: MUTE.has(name),
    whole: WHOLES.has(name),
    plain: !block && !unseen && name !== 'a' && name !== 'label',
    ends: bits(name, 0),
    within: bits(name, 1),
    content: RAW.has(name) ? 'raw' : ENTITIES.has(name) ? 'entities' : name === 'plaintext' ? 'rest' : 'markup',
    rules,
  }
}

/** Names worth knowing without making a string of them: those of the tables, and the commonest that are in none. */
const KNOWN = new Set([
  ...[BLOCKS, UNSEEN, HOLLOW, MUTE, WHOLES, RAW, ENTITIES, RULES.keys(), ...ENDINGS.flat()].flatMap((names) => [
    ...names,
  ]),
  ...listed('a abbr b bdi big cite circle code del em font g i image ins label path picture plaintext polygon rect s'),
  ...listed('small span strong strike sub sup time u use'),
])

/** Open addressing, by hash; about a quarter full. */
const SLOTS = 1024
const table: (Element | undefined)[] = new Array<Element | undefined>(SLOTS).fill(undefined)
for (const name of KNOWN) {
  let hash = 0
  for (let i = 0; i < name.length; i++) hash = hashed(hash, name.charCodeAt(i))
  let slot = hash & (SLOTS - 1)
  while (table[slot] !== undefined) slot = (slot + 1) & (SLOTS - 1)
  table[slot] = elementOf(name)
}

/** The hash of a name with one more letter, great or small. */
export function hashed(hash: number, code: number): number {
  return (Math.imul(hash, 31) + (code | 0x20)) | 0
}

/** The element of the name that stands in `text` from `start` to `end` and has this hash, if it is a known one. */
export function elementAt(text: string, start: number, end: number, hash: number): Element | undefined {
  for (let slot = hash & (SLOTS - 1); ; slot = (slot + 1) & (SLOTS - 1)) {
    const element = table[slot]
    if (element === undefined || isNamed(text, start, end, element.name)) return element
  }
}

/** Whether `name`, which has no great letters, stands in `text` from `start` to `end`, in great letters or small. */
export function isNamed(text: string, start: number, end: number, name: string): boolean {
  if (end - start !== name.length) return false
  for (let i = 0; i < name.length; i++) {
    const code = text.charCodeAt(start + i)
    if ((code >= 0x41 && code <= 0x5a ? code + 0x20 : code) !== name.charCodeAt(i)) return false
  }
  return true
}
