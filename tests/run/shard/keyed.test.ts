/** Clusters made by component, as an engine makes them, against those of all spellings in one process. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Evidence } from '../../../dist/core/boundaries/evidence.js'
import { SERIES } from '../../../dist/core/sameness/blocking.js'
import { createClusters, type Surface } from '../../../dist/core/sameness/cluster.js'
import { parseDecisions } from '../../../dist/core/sameness/decisions.js'
import type { Context } from '../../../dist/core/sameness/matcher.js'
import type { CanonicalTag } from '../../../dist/core/types.js'
import { loadModel } from '../../../dist/model/index.js'
import {
  clustersByKey,
  componentsOf,
  judgedPairs,
  keysOfPhrases,
  phrasesOf,
  relatedOf,
  relatedTags,
} from '../../../dist/run/shard/keyed.js'
import { line, type Rows } from '../../../dist/run/shard/rows.js'

const { letters, sameness, segmenter } = loadModel()

// eslint-disable-next-line @typescript-eslint/require-await -- streams come so
async function* streamed(lines: readonly string[]) {
  // Rows come in any pieces.
  const text = lines.join('')
  for (let at = 0; at < text.length; at += 1000) yield text.slice(at, at + 1000)
}
const linesOf = async (rows: AsyncIterable<string>): Promise<string[]> => {
  let text = ''
  for await (const piece of rows) text += piece
  return text === ''
    ? []
    : text
        .slice(0, -1)
        .split('\n')
        .map((one) => `${one}\n`)
}
/** What an engine does between two steps: the rows of a key come together, keys in any order. */
const together = (lines: readonly string[]): string[] =>
  [...lines].sort((a, b) => (hash(a) === hash(b) ? (a < b ? -1 : 1) : hash(a) - hash(b)))
const hash = (text: string): number => {
  let h = 7
  for (const unit of (JSON.parse(text) as { key: string }).key) h = Math.imul(h ^ unit.codePointAt(0)!, 0x01000193)
  return h
}

interface Clustered {
  /** By surface: its tag, and the surfaces of its cluster. */
  readonly tagOf: Record<string, string | null>
  readonly tags: CanonicalTag[]
}
const inOrder = (tags: Iterable<CanonicalTag>): CanonicalTag[] =>
  [...tags].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))

function inOneProcess(surfaces: readonly Surface[], context: Context): Clustered {
  const clusters = createClusters(surfaces, context)
  const tags = clusters.tagsInOrder()
  return {
    tagOf: Object.fromEntries(surfaces.map(({ surface }, i) => [surface, tags[i] ?? null])),
    tags: inOrder(clusters.tags()),
  }
}

async function byComponent(surfaces: readonly Surface[], context: Context): Promise<Clustered> {
  const spellings = surfaces.map((row) => line('spelling', row))
  const phrases = together(await linesOf(phrasesOf(streamed(spellings), context)))
  const near = together(await linesOf(keysOfPhrases(streamed(phrases), context)))
  const pairs = await linesOf(judgedPairs(streamed(near), context))
  const { groups, connected, kin } = await componentsOf(streamed(pairs))
  const grouped = phrases.map((text) => {
    const { key, surface, count, pages } = JSON.parse(text) as Rows['phrase']
    return line('phrase', { key: groups.get(key) ?? key, surface, count, pages })
  })
  for (const pair of connected) grouped.push(line('pair', pair))
  const map = new Map<string, Rows['map']>()
  const tagged: { of?: string; tag: CanonicalTag }[] = []
  // Each component by itself: what one needs of another would be missed.
  const alone = new Map<string, string[]>()
  for (const text of grouped) {
    const { key } = JSON.parse(text) as { key: string }
    alone.set(key, [...(alone.get(key) ?? []), text])
  }
  for (const rows of alone.values())
    for await (const { surfaces, clusters } of clustersByKey(streamed(rows), context)) {
      const [tags, centres] = [clusters.tagsInOrder(), clusters.centresInOrder()]
      for (const [i, { surface }] of surfaces.entries()) {
        const centre = centres[i]
        map.set(surface, {
          surface,
          tag: tags[i] ?? null,
          ...(centre && { of: centre.of, centre: [centre.count, centre.phrase] }),
        })
      }
      tagged.push(...clusters.tagsByName(true))
    }
  const kinLines = Array.from(kin(), (row) => line('kin', row))
  const related = (await linesOf(relatedTags(streamed(kinLines), map))).map(
    (text) => JSON.parse(text) as Rows['related'],
  )
  return {
    tagOf: Object.fromEntries(surfaces.map(({ surface }) => [surface, map.get(surface)!.tag])),
    tags: inOrder(
      tagged.map(({ of, tag }) => ({ ...tag, related: relatedOf(related.filter(({ key }) => key === of)) })),
    ),
  }
}

/** Names that people spell in several ways, homographs, related ones, and words that are nothing. */
const NAMES = [
  'فولوديمير زيلينسكي', 'بنيامين نتنياهو', 'محمد صلاح', 'مسؤول', 'شؤون', 'عبد الله', 'عبدالله الثاني', 'السودان',
  'أحداث السودان', 'احداث السودان اليوم', 'قطاع غزة', 'غزة', 'عُمان', 'عَمّان', 'سلطنة عمان', 'على', 'علي', 'علي بابا', 'وزارة الخارجية',
  'وزير الخارجية', 'الدوري الإنجليزي', 'الدوري الانجليزي الممتاز', 'كريستيانو رونالدو', 'مانشستر سيتي', 'ذكاء اصطناعي',
  'الذكاء الاصطناعي', 'سمٰوات', 'سماوات', 'السمٰوات', 'كوفيد 19', 'كوفيد 20', 'google', 'جوجل', 'غوغل', 'طرابلس', 'أسعار الذهب', 'سعر الذهب', 'كمبيوتر',
] // prettier-ignore
/** A long a above the letters, and vowels: damma, fatha, kasra, shadda, sukun. */
const DAGGER = '\u0670'
const MARKS = [DAGGER, '\u064f', '\u064e', '\u0650', '\u0651', '\u0652']
const slip = fc.record({
  at: fc.nat(20),
  kind: fc.constantFrom(
    'drop',
    'double',
    'swap',
    'letter',
    'bare',
    'ta',
    'join',
    'article',
    'first',
    'turn',
    'mark',
    'dagger',
    'none',
  ),
  letter: fc.constantFrom(...Array.from('اويءىهغجقكتدضظ')),
  mark: fc.constantFrom(...MARKS),
})
interface Slip {
  readonly at: number
  readonly kind: string
  readonly letter: string
  readonly mark: string
}
function slipped(name: string, { at, kind, letter, mark }: Slip): string {
  const i = at % name.length
  const words = name.split(' ')
  switch (kind) {
    case 'drop':
      return name.slice(0, i) + name.slice(i + 1)
    case 'double':
      return name.slice(0, i) + name[i]! + name.slice(i)
    case 'swap':
      return name.slice(0, i) + (name[i + 1] ?? '') + name[i]! + name.slice(i + 2)
    case 'letter':
      return name.slice(0, i) + letter + name.slice(i + 1)
    case 'bare':
      return name.replace(/[أإآ]/g, 'ا')
    case 'ta':
      return name.replace(/ة/g, 'ه')
    case 'join':
      return name.replace(' ', '')
    case 'article':
      return words.map((word) => `ال${word}`).join(' ')
    case 'first':
      return words.length > 1 ? words.slice(1).join(' ') : `${name} اليوم`
    case 'turn':
      return words.reverse().join(' ')
    case 'mark':
      return `${name.slice(0, i + 1)}${mark}${name.slice(i + 1)}`
    case 'dagger':
      return name.slice(0, 1) + name.slice(1).replace('ا', DAGGER)
    default:
      return name
  }
}
/** Spellings of a few names, so that many meet. */
const vocabulary = fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 3, maxLength: 6 }).chain((names) => {
  const spelling = fc
    .tuple(fc.constantFrom(...names), fc.array(slip, { minLength: 1, maxLength: 2 }))
    .map(([name, slips]) => slips.reduce<string>((text, one) => slipped(text, one) || name, name).trim())
  const word = fc.string({ unit: fc.constantFrom(...Array.from('ابتسيو')), minLength: 3, maxLength: 6 })
  const noise = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '))
  return fc
    .uniqueArray(fc.oneof({ weight: 8, arbitrary: spelling }, { weight: 1, arbitrary: noise }), {
      minLength: 8,
      maxLength: 40,
      size: 'max',
    })
    .map((texts) => [...new Set([...names, ...texts])])
})
const world = vocabulary.chain((texts) => {
  const one = fc.constantFrom(...texts)
  return fc.record({
    surfaces: fc
      .tuple(...texts.map(() => fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }))))
      .map((counts) =>
        texts.map((surface, i) => ({ surface, count: Math.max(...counts[i]!), pages: Math.min(...counts[i]!) })),
      ),
    decisions: fc.array(
      fc.oneof(
        fc.record({ verb: fc.constantFrom('same' as const, 'apart' as const, 'related' as const), a: one, b: one }),
        fc.record({ verb: fc.constant('ignore' as const), tag: one }),
        fc.record({ verb: fc.constant('spell-as' as const), tag: one, as: fc.oneof(one, fc.constant('رسم آخر')) }),
      ),
      { maxLength: 4 },
    ),
    lists: fc.array(fc.array(one, { minLength: 2, maxLength: 6 }), { maxLength: 12 }),
    times: fc.integer({ min: 1, max: 4 }),
  })
})

describe('clusters by component', () => {
  it('are made of the same series by the job for Spark', () => {
    const job = readFileSync(new URL('../../../examples/spark/tags.py', import.meta.url), 'utf8')
    expect(/^SERIES = (\d+)\b/m.exec(job)?.[1]).toBe(String(SERIES))
  })

  it('are those of one process, with decisions, and with vetoes of lists and guards', async () => {
    let merged = 0
    let related = 0
    await fc.assert(
      fc.asyncProperty(world, async ({ surfaces, decisions, lists, times }) => {
        const evidence = new Evidence(segmenter.letters)
        for (let t = 0; t < times; t++) for (const list of lists) evidence.observeList([...list, `قائمة ${t}`])
        const context: Context = { letters, sameness, evidence, decisions: decisions }
        const one = inOneProcess(surfaces, context)
        expect(await byComponent(surfaces, context)).toEqual(one)
        merged += one.tags.filter(({ variants }) => variants.length > 1).length
        related += one.tags.filter((tag) => tag.related.length > 1).length
      }),
      { numRuns: 60 },
    )
    // Else the property would say nothing of them.
    expect(merged).toBeGreaterThan(60)
    expect(related).toBeGreaterThan(60)
  })

  /** Words of the same consonants, which all meet under one hash. */
  const skeletons = (count: number): string[] =>
    Array.from({ length: count }, (_, n) =>
      Array.from('قطعبتج', (letter, i) => letter + ['', 'ا', 'و', 'ي'][Math.floor(n / 4 ** i) % 4]!).join(''),
    )
  const letter = Array.from('ابتثجحخدذرزسشصضطظعغفقكلمنهوي')
  const series = letter.flatMap((x) => letter.map((y) => `قطع${x}${y}`))

  it.each([
    ['of a series, where nearness says nothing', [...series, 'فولوديمير', 'فولوديمر', 'قطعبتا']],
    [
      'of a crowd, alone and beside a word that few of it have',
      [
        ...skeletons(700),
        ...skeletons(30).map((word) => `مصنع ${word}`),
        ...skeletons(600).map((word) => `دار ${word}`),
      ],
    ],
  ])('are those of one process %s', async (_, texts) => {
    const surfaces = texts.map((surface, i) => ({ surface, count: 1 + (i % 7), pages: 1 + (i % 3) }))
    const context: Context = { letters, sameness }
    expect(await byComponent(surfaces, context)).toEqual(inOneProcess(surfaces, context))
  })

  it.each([
    [
      'of one spelling of a phrase that has another',
      ['عراق', 'العراق', 'العرَاق'],
      ['same | العراق | عراق', 'apart | العراق | العرَاق'],
    ],
    [
      'of a long a above the letters',
      ['سماوات', 'السمٰوات', 'اُلسمٰوات', 'السٰموات'],
      ['same | اُلسمٰوات | سماوات', 'apart | اُلسمٰوات | السٰموات'],
    ],
    ['within a series', [...series, 'قطعَبت'], ['same | قطعبت | قطعبث', 'apart | قطعبت | قطعَبت']],
    [
      'of names that nothing but it brings together',
      ['فُولوديمير زيلينسكي', 'فُلوديمير زيلينصكي', 'فولوديمير زيلينسكي', 'فلوديمير زيلينصكي'],
      [
        'same | فُولوديمير زيلينسكي | فُلوديمير زيلينصكي',
        'apart | فُولوديمير زيلينسكي | فولوديمير زيلينسكي',
        'apart | فُلوديمير زيلينصكي | فلوديمير زيلينصكي',
      ],
    ],
  ])('are those of one process with a decision %s', async (_, texts, lines) => {
    const surfaces = texts.map((surface, i) => ({ surface, count: 1 + (i % 7), pages: 1 }))
    const context: Context = {
      letters,
      sameness,
      decisions: parseDecisions(lines.join('\n'), 'decisions').map((it) => it.decision),
    }
    expect(await byComponent(surfaces, context)).toEqual(inOneProcess(surfaces, context))
  })
})
