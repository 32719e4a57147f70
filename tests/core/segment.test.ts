import { readFileSync, existsSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Evidence } from '../../dist/core/boundaries/evidence.js'
import { ProseReader, wordHashes } from '../../dist/core/text/tokens.js'
import { Words } from '../../dist/core/boundaries/features.js'
import { collapseRepeats } from '../../dist/core/boundaries/repeats.js'
import { observeRun, segment } from '../../dist/core/boundaries/segment.js'
import { textMatches } from '../../dist/core/boundaries/matches.js'
import { loadModel } from '../../dist/model/index.js'

const model = loadModel().segmenter
const reader = new ProseReader(model.letters)
const look = (pieces: readonly string[], text = '', title = '') =>
  textMatches(collapseRepeats({ pieces }, model.letters), reader.read(title, text, [[0, text.length]]))
const alone = (pieces: readonly string[], text = '', title = '') =>
  segment({ pieces }, look(pieces, text, title), undefined, model)
const tags = (pieces: readonly string[], text = '', title = '') => alone(pieces, text, title).map((s) => s.surface)

const names = ['غزة', 'حركة حماس', 'مجلس الأمن الدولي', 'بنيامين نتنياهو', 'الولايات المتحدة الأميركية', 'كرة القدم']

describe('support', () => {
  it('finds the words of the run in the text, behind proclitics and clipped too', () => {
    const found = look(['أفران الخبز مختبر الزجاج'], 'ذهبنا لمختبر الزجاج أمس. أغلقت أفران الخبز أبوابها.', 'أفران')
    expect([...found.longest]).toEqual([2, 1, 0, 1])
    expect([...found.prefixed]).toEqual([0, 0, 2, 0])
    expect([...found.pairs]).toEqual([1, 0, 0, 0])
    expect([...found.titled]).toEqual([1, 0, 0, 0])
  })
  it('does not read over punctuation', () => {
    expect([...look(['أفران الخبز'], 'أفران، الخبز').longest]).toEqual([1, 1])
  })
})

describe('segment', () => {
  it('cuts well-known tags without any text', () => {
    expect(tags([names.join(' ')])).toEqual(names)
  })

  it('gives every copy of a list the same boundaries', () => {
    const list = names.join(' ')
    expect(tags([`${list} ${list} ${list}`])).toEqual([...names, ...names, ...names])
  })

  it('joins what the page’s own text has together', () => {
    const text =
      'افتتح مختبر الورد البري أبوابه. قال باحثون في مختبر الورد البري إن تقطير الماء صعب. يشرح دليل تقطير الماء ذلك.'
    expect(tags(['مختبر الورد البري تقطير الماء'], text)).toEqual(['مختبر الورد البري', 'تقطير الماء'])
  })

  it('learns from the delimited lists of a collection', () => {
    const known = ['صوف مغزول', 'ملح جرار', 'قمح ضفاف']
    const run = { pieces: [known.join(' ')] }
    const cutBy = (lists: number) => {
      const evidence = new Evidence(model.letters)
      for (let i = 0; i < lists; i++) evidence.observeList([...known.slice(i % 3), `موضوع ${i}`])
      observeRun(collapseRepeats(run, model.letters), evidence)
      return segment(run, look(run.pieces), evidence, model).map((s) => s.surface)
    }
    expect(cutBy(0)).not.toEqual(known)
    expect(cutBy(6)).toEqual(known)
  })

  it('trusts what a collection delimits the more lists have it, and not where they have a piece of it, too', () => {
    const run = { pieces: ['ملح الجرة زيتون'] }
    const sureness = (whole: number, piece: number) => {
      const evidence = new Evidence(model.letters)
      for (let i = 0; i < whole; i++) evidence.observeList(['ملح الجرة', `موضوع ${i}`])
      for (let i = 0; i < piece; i++) evidence.observeList(['ملح', `قضية ${i}`])
      observeRun(collapseRepeats(run, model.letters), evidence)
      const first = segment(run, look(run.pieces), evidence, model).find((s) => s.surface === 'ملح الجرة')
      return first?.confidence ?? 0
    }
    expect(sureness(0, 0)).toBe(0)
    expect(sureness(12, 0)).toBeGreaterThan(0.5)
    expect(sureness(60, 0)).toBeGreaterThan(sureness(12, 0))
    expect(sureness(12, 12)).toBe(0)
  })

  it('asks other evidence, and what was added since, about words it has met', () => {
    const pieces = ['مدارس القرى زيت الزيتون']
    const cutWith = (evidence: Evidence | undefined, resources = model) => {
      return segment({ pieces }, look(pieces), evidence, resources)
    }
    const anew = (evidence: Evidence | undefined) => cutWith(evidence, { ...model, words: new Words() })
    const [one, other] = [new Evidence(model.letters), new Evidence(model.letters)]
    for (const evidence of [one, other]) observeRun(collapseRepeats({ pieces }, model.letters), evidence)
    const text = 'يرسل أهل القرى زيت مدارس. زيت القرى.'
    const told = new Set<string>()
    for (let i = 0; i < 8; i++) {
      one.observeProse(reader.read('', text, [[0, text.length]]))
      observeRun(collapseRepeats({ pieces: [`زيت موضوع ${i} القرى`] }, model.letters), one)
      for (const evidence of [one, other, undefined, one]) {
        const given = cutWith(evidence)
        expect(given).toEqual(anew(evidence))
        told.add(JSON.stringify(given))
      }
    }
    expect(told.size).toBeGreaterThan(6)
  })

  it('keeps the boundaries between pieces', () => {
    expect(tags(['حركة', 'حماس'])).toEqual(['حركة', 'حماس'])
  })

  it.each([[[]], [['']], [['  \t ']], [['-']], [['"" …']], [['😀 😀']], [['\u0000 \uD800']]])('takes %j', (pieces) => {
    for (const { surface, confidence } of alone(pieces)) {
      expect(surface).not.toBe('')
      expect(confidence).toBeGreaterThanOrEqual(0)
      expect(confidence).toBeLessThanOrEqual(1)
    }
  })

  it('takes no field for one tag of which a part is there twice', () => {
    const pieces = ['مجلس الأمن الدولي', 'غزة', 'مجلس الأمن الدولي']
    expect(segment({ pieces, from: 'field' }, look(pieces), undefined, model).map(({ surface }) => surface)).toEqual(
      pieces,
    )
  })

  it('loses and invents no word, is sure between 0 and 1, and answers the same twice', () => {
    const word = fc.oneof(
      fc.constantFrom('غزة', 'في', 'و', 'كوفيد-19', '«حماس»', 'FIFA', '2024', 'غـ.ـزة', '-', 'أوبك+'),
      fc.string({ unit: fc.constantFrom(...Array.from('ابتجحدرسصعفقكلمنهويةى')), minLength: 1, maxLength: 7 }),
    )
    fc.assert(
      fc.property(fc.array(fc.array(word, { maxLength: 25 }), { maxLength: 3 }), (pieces) => {
        const run = pieces.map((p) => p.join(' '))
        const given = alone(run)
        expect(given.flatMap((s) => s.surface.split(' '))).toEqual(run.flatMap((p) => p.split(' ').filter(Boolean)))
        for (const { confidence } of given) {
          expect(confidence).toBeGreaterThanOrEqual(0)
          expect(confidence).toBeLessThanOrEqual(1)
        }
        expect(alone(run)).toEqual(given)
      }),
      { numRuns: 60 },
    )
  })
})

describe('the segmenter that ships', () => {
  it('is small', () => {
    const size = (name: string): number => readFileSync(new URL(`../../data/${name}`, import.meta.url)).length
    expect(size('segmenter.bin.gz') + size('background.bin.gz') + size('prose.bin.gz')).toBeLessThan(5_950_000)
  })
})

const gold = new URL('../../../shared/gold/', import.meta.url)
if (!existsSync(gold)) console.warn('SKIPPED: no ../shared/gold beside the repository, golden figures are not checked')
const golden = existsSync(gold) ? describe : describe.skip

golden('golden figures, each page alone', () => {
  it.each([
    ['other.dev.jsonl.gz', 0.8, 400],
    ['news.dev.jsonl.gz', 0.955, 400],
    ['keyphrases.dev.jsonl.gz', 0.98, 100],
  ])('%s', (file, floor, most) => {
    interface Gold {
      title: string
      text: string
      tags: string[]
    }
    const pages = gunzipSync(readFileSync(new URL(file, gold)))
      .toString()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Gold)
    const key = (tag: string): string => wordHashes(tag, model.letters).join(' ')
    let right = 0
    let given = 0
    let wanted = 0
    const step = Math.max(1, Math.floor(pages.length / most))
    for (let i = 0; i < pages.length; i += step) {
      const page = pages[i]!
      const list = page.tags.map((t) => t.replace(/[,،؛;|#]+/gu, ' ').trim())
      const want = new Set(list.map(key).filter(Boolean))
      const got = new Set(tags([list.join(' ')], page.text, page.title).map(key))
      given += got.size
      wanted += want.size
      for (const k of got) if (want.has(k)) right++
    }
    expect((2 * right) / (given + wanted)).toBeGreaterThan(floor)
  })
})
