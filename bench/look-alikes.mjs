#!/usr/bin/env node
// How one page grows whose tags all look alike: slips of a few words, each near hundreds of others; and vocalisations of
// one phrase, which all fold alike.
//   node --expose-gc bench/look-alikes.mjs [N…]        (default 10000 20000 40000)
// One line an N: seconds of processor time of AloneClusters, as a page taken alone is clustered, with no list delimited and
// with all tags in one; then the exponent of growth between the first and the last. A page of more than 10,000 tags is a
// reject: larger ones show where it leads. One process, one core.
import { AloneClusters } from '../dist/core/sameness/alone.js'
import { Surfaces } from '../dist/core/text/surfaces.js'
import { loadModel } from '../dist/model/index.js'

const WORDS = [
  'الانتخابات',
  'الفلسطينيين',
  'المستوطنات',
  'الديمقراطية',
  'غوتيريش',
  'الاستثمارات',
  'كازاخستان',
  'المهرجانات',
]
const VOWELS = ['', '\u064e', '\u064f', '\u0650']
const LETTERS = [...'ابتثجحخدذرزسشصضطظعغفقكلمنهوي']

/** `size` distinct slips of one to three letters of the words, some in phrases of two; or phrases with other vowel marks. */
function lookAlikes(size, kind) {
  let state = 1
  const random = (n) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % n
  }
  const slip = (word) => {
    const letters = [...word]
    for (let edits = 1 + random(3); edits > 0; edits--) {
      const at = random(letters.length)
      const kind = random(4)
      if (kind === 0) letters.splice(at, 1)
      else if (kind === 1) letters.splice(at, 0, LETTERS[random(LETTERS.length)])
      else if (kind === 2) letters[at] = LETTERS[random(LETTERS.length)]
      else [letters[at], letters[at + 1]] = [letters[at + 1] ?? '', letters[at]]
    }
    return letters.join('')
  }
  const seen = new Set()
  while (seen.size < size && kind === 'vocalisations')
    seen.add(Array.from('المستشفى', (letter) => letter + VOWELS[random(VOWELS.length)]).join('') + ' الوطني')
  while (seen.size < size) {
    const word = slip(WORDS[random(WORDS.length)])
    seen.add(random(4) === 0 ? `${word} ${slip(WORDS[random(WORDS.length)])}` : word)
  }
  return [...seen]
}

const sizes = process.argv
  .slice(2)
  .map(Number)
  .filter((n) => n > 0)
if (sizes.length === 0) sizes.push(10_000, 20_000, 40_000)
const { letters, sameness, segmenter } = loadModel()
const clustered = (size, kind, listed) => {
  const surfaces = new Surfaces(letters, segmenter.letters)
  const tags = lookAlikes(size, kind).map((tag) => surfaces.of(tag))
  const alone = new AloneClusters(surfaces, { letters, sameness })
  globalThis.gc?.()
  const start = process.cpuUsage().user
  const tagOf = alone.of(tags, listed ? [tags] : [])
  const shown = new Set(tags.map((tag) => (tagOf ? tagOf(tag) : tag))).size
  return { seconds: (process.cpuUsage().user - start) / 1e6, shown }
}
clustered(2000, 'slips', true)
for (const [kind, listed] of [
  ['slips', false],
  ['slips', true],
  ['vocalisations', false],
]) {
  const seconds = sizes.map((size) => {
    const { seconds, shown } = clustered(size, kind, listed)
    console.log(`${size} ${kind}, ${listed ? 'in one list' : 'in no list'}: ${seconds.toFixed(2)} s, ${shown} tags`)
    return seconds
  })
  if (sizes.length > 1) {
    const exponent = Math.log(seconds.at(-1) / seconds[0]) / Math.log(sizes.at(-1) / sizes[0])
    console.log(`growth: time ~ n^${exponent.toFixed(2)}`)
  }
}
