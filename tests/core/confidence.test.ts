import { describe, expect, it } from '@jest/globals'
import { benchFor, mentionsOf, extract, pageRecord } from '../../dist/core/pipeline.js'
import type { Page } from '../../dist/core/types.js'
import { createNormaliser, openRegistry } from '../../dist/index.js'
import { loadModel } from '../../dist/model/index.js'

const page: Page = {
  id: 'p',
  title: 'حصاد الزيتون',
  text: 'بدأ حصاد الزيتون في القرى الجبلية قبل موعده.',
  lists: [
    { from: 'list', tags: ['زيتون', 'معصرة', 'حصاد الزيتون'], confidence: 0.7 },
    { from: 'link', tags: ['زيتون'], confidence: 0.9 },
    { from: 'field', tags: ['معصرة'] },
  ],
}
const wanted = { زيتون: 0.9, معصرة: 1, 'حصاد الزيتون': 0.7 }
const given = (tags: readonly { tag: string; confidence: number }[]) =>
  Object.fromEntries(tags.map(({ tag, confidence }) => [tag, confidence]))

describe('the confidence of a tag', () => {
  it('is that of its surest list, 1 where a list says nothing', async () => {
    expect(given(createNormaliser().normalise(page).tags)).toEqual(wanted)
    const learned = createNormaliser()
    learned.learn(page)
    expect(given(learned.normalise(page).tags)).toEqual(wanted)
    const registry = await openRegistry('memory:')
    expect(given((await registry.ingest(page)).tags)).toEqual(wanted)
    await registry.close()
  })

  it('is that of its boundaries times that of its run', () => {
    const bench = benchFor(loadModel())
    const { text = '' } = page
    const held = extract({ id: 'p', text: `${text}\nكلمات دلالية: زيتون معصرة الزيت قرى جبلية` }, bench)
    const [run] = held.runs
    const sure = mentionsOf(held, bench)
    const unsure = mentionsOf({ ...held, runs: [{ ...run!, confidence: 0.5 }] }, bench)
    expect(sure.length).toBeGreaterThan(1)
    const base = run!.confidence ?? 1
    unsure.forEach(({ confidence }, i) => expect(confidence).toBeCloseTo((sure[i]!.confidence / base) * 0.5))
  })

  it('stays that of its list where part of the list is set aside', () => {
    const chopped: Page = {
      id: 'p',
      title: 'وصول قافلة الحجاج المغاربة اليوم',
      lists: [{ from: 'meta', tags: ['وصول', 'قافلة', 'الحجاج', 'المغاربة', 'اليوم', 'مطار الرباط'], confidence: 0.8 }],
    }
    const bench = benchFor(loadModel())
    const found = mentionsOf(extract(chopped, bench), bench)
    expect(found).toEqual([{ surface: 'مطار الرباط', from: 'meta', confidence: 0.8 }])
    expect(pageRecord('p', found, (surface) => surface).tags[0]!.confidence).toBe(0.8)
  })
})
