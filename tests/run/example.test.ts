import { describe, expect, it } from '@jest/globals'
import type { PageExtract } from '../../dist/core/pipeline.js'
import { loadModel } from '../../dist/model/index.js'
import { exampleOf } from '../../dist/run/example.js'

const model = loadModel()
const held = (tags: readonly string[], pieces: readonly string[] = []): PageExtract => ({
  id: '1',
  site: '',
  lists: tags.length > 0 ? [{ from: 'list', tags }] : [],
  runs: pieces.length > 0 ? [{ pieces } as unknown as PageExtract['runs'][number]] : [],
  blocks: [],
  setAside: [],
})

describe('what is kept of a page to show its tags in use', () => {
  it('is its list as it stood, with repeats, and sentences with its words, the rarest first', () => {
    const text =
      'كلمات: غزة حماس النقاطعة غزة.\nأعلنت الحكومة أمس أن المدارس في غزة ستفتح أبوابها. ودعت النقاطعة إلى يوم غضب في كل المدن! ولا شيء غير هذا هنا اليوم'
    const example = exampleOf({ id: '1', text }, held(['غزة', 'حماس', 'النقاطعة', 'غزة']), model)
    expect(example).toEqual({
      list: 'غزة، حماس، النقاطعة، غزة',
      said: ['ودعت النقاطعة إلى يوم غضب في كل المدن', 'أعلنت الحكومة أمس أن المدارس في غزة ستفتح أبوابها'],
    })
  })

  it('is never long, and never the list itself', () => {
    const word = 'الميادين'
    const text = `${'كلمة أخرى '.repeat(80)} ${word} ${'وكلام بعدها '.repeat(80)}\nالميادين غزة الميادين غزة`
    const { list, said } = exampleOf({ id: '1', text }, held([], [Array(200).fill('الميادين غزة').join(' ')]), model)!
    expect(list!.length).toBeLessThanOrEqual(401)
    expect(said).toHaveLength(1)
    expect(said[0]).toContain(word)
    expect(said[0]!.length).toBeLessThanOrEqual(142)
    expect(exampleOf({ id: '1', text }, held([]), model)).toBeUndefined()
    expect(exampleOf({ id: '1' }, held(['غزة']), model)).toEqual({ said: [] })
  })

  it.each([
    ['a word by itself', 'وصلت قافلة النقاطعة أمس إلى المدينة', 'وصلت قافلة النقاطعة أمس إلى المدينة'],
    ['no part of a longer word', 'وصلت قافلة النقاطعةي أمس إلى المدينة', undefined],
    ['no end of a longer word', 'وصلت قافلة بالنقاطعة أمس إلى المدينة', undefined],
    [
      'behind parts of longer words',
      'بالنقاطعة النقاطعةي النقاطعة وصلت القافلة أمس',
      'بالنقاطعة النقاطعةي النقاطعة وصلت القافلة أمس',
    ],
    ['in a sentence of four words', 'وصلت «النقاطعة» أمس مساء', 'وصلت «النقاطعة» أمس مساء'],
    ['in no sentence of three', 'وصلت النقاطعة أمس', undefined],
    [
      'in the first that is one',
      'النقاطعة!\nوصلت النقاطعة أمس مساء. غادرت النقاطعة اليوم صباحا',
      'وصلت النقاطعة أمس مساء',
    ],
    ['where others are of the list, not most', 'غزة حماس النقاطعة وصلت أمس مساء', 'غزة حماس النقاطعة وصلت أمس مساء'],
    ['where most are of the list', 'غزة حماس النقاطعة وصلت أمس', undefined],
  ])('shows %s', (_, text, sentence) => {
    const { said } = exampleOf({ id: '1', text }, held(['النقاطعة', 'غزة', 'حماس']), model)!
    expect(said).toEqual(sentence === undefined ? [] : [sentence])
  })
})
