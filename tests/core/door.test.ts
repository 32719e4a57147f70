import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { MOST_TAGS } from '../../dist/core/door.js'
import {
  compare,
  createNormaliser,
  fold,
  locate,
  openRegistry,
  readHtml,
  readPages,
  segment,
  WusumError,
  type Page,
} from '../../dist/index.js'
import { checkPage } from '../../dist/core/door.js'

const list = { from: 'field', tags: ['غزة'] }

/** What a program may give for a page, and what it is told. */
const bad: [given: unknown, told: string][] = [
  [undefined, 'page must be an object, not undefined'],
  [null, 'page must be an object, not null'],
  ['غزة', 'page must be an object, not “غزة”'],
  [[], 'page must be an object, not an array'],
  [{ lists: [list] }, 'page.id must be a string of one letter at least, not undefined'],
  [{ id: null, lists: [list] }, 'page.id must be a string of one letter at least, not null'],
  [{ id: '', lists: [list] }, 'page.id must be a string of one letter at least, not “”'],
  [{ id: {}, lists: [list] }, 'page.id must be a string of one letter at least, not an object'],
  [{ id: NaN, lists: [list] }, 'page.id must be a string of one letter at least, not NaN'],
  [
    { id: 2 ** 53, lists: [list] },
    'page.id 9007199254740992 is too large for a number, which would round it: give it as a string',
  ],
  [{ id: '1', title: 5 }, 'page.title must be a string, not 5'],
  [{ id: '1', text: ['سطر'] }, 'page.text must be a string, not an array'],
  [{ id: '1', text: Symbol('x') }, 'page.text must be a string, not a symbol'],
  [{ id: '1', url: new URL('https://a.example') }, 'page.url must be a string, not an object'],
  [{ id: '1', date: 10n }, 'page.date must be a string, not 10n'],
  [{ id: '1', site: false }, 'page.site must be a string, not false'],
  [{ id: '1', sections: 'اقتصاد' }, 'page.sections must be an array of strings, not “اقتصاد”'],
  [{ id: '1', sections: ['اقتصاد', null] }, 'page.sections[1] must be a string, not null'],
  [{ id: '1', lists: list }, 'page.lists must be an array of lists of tags, not an object'],
  [{ id: '1', lists: ['غزة'] }, 'page.lists[0] must be an object with from and tags, not “غزة”'],
  [
    { id: '1', lists: [{ tags: ['غزة'] }] },
    'page.lists[0].from must be one of run, list, meta, json-ld, link, field, not undefined',
  ],
  [
    { id: '1', lists: [list, { from: 'field', tags: 'غزة, رفح' }] },
    'page.lists[1].tags must be an array of strings, not “غزة, رفح”',
  ],
  [{ id: '1', lists: [{ from: 'field', tags: [null] }] }, 'page.lists[0].tags[0] must be a string, not null'],
  [
    { id: '1', lists: [{ from: 'field', tags: ['غزة', , 'رفح'] }] },
    'page.lists[0].tags[1] must be a string, not undefined',
  ],
  [{ id: '1', lists: [{ ...list, confidence: 5 }] }, 'page.lists[0].confidence must be a number from 0 to 1, not 5'],
  [{ id: '1', text: 'نص', tags: 'غزة, رفح' }, 'page.tags is not read: give lists: [{ from: "field", tags: ["…"] }]'],
  [{ id: '1', keywords: [] }, 'page.keywords is not read: give lists: [{ from: "field", tags: ["…"] }]'],
  [{ id: '1', html: '<p>' }, 'page.html is not read: readHtml makes a page of it'],
  [{ id: '1', title: 'س'.repeat(100), text: {} }, 'page.text must be a string, not an object'],
]

const told = (call: () => unknown): unknown => {
  try {
    call()
  } catch (error) {
    expect(error).toBeInstanceOf(WusumError)
    return `${(error as WusumError).code}: ${(error as WusumError).message}`
  }
  return undefined
}

describe('a page given by a program', () => {
  it.each(bad)('%p is refused by name at every door', (given, reason) => {
    const page = given as Page
    const normaliser = createNormaliser()
    expect(told(() => normaliser.learn(page))).toBe(`BAD_RECORD: ${reason}`)
    expect(told(() => normaliser.normalise(page))).toBe(`BAD_RECORD: ${reason}`)
    expect(told(() => locate(page))).toBe(`BAD_RECORD: ${reason}`)
    // What could not be learned leaves nothing behind.
    expect(normaliser.tags()).toEqual([])
    expect(normaliser.normalise({ id: '2', lists: [{ from: 'field', tags: ['غزة'] }] }).tags).toHaveLength(1)
  })

  it('may not list more than any page does', () => {
    const tags = Array.from({ length: MOST_TAGS }, (_, n) => `وسم${n}`)
    expect(locate({ id: '1', lists: [{ from: 'field', tags }] }).lists[0]!.tags).toHaveLength(MOST_TAGS)
    const many: Page = {
      id: '1',
      lists: [
        { from: 'meta', tags: ['زائد'] },
        { from: 'field', tags },
      ],
    }
    const reason = `TOO_LARGE: the page lists ${MOST_TAGS + 1} tags, more than ${MOST_TAGS}`
    expect(told(() => locate(many))).toBe(reason)
    const normaliser = createNormaliser()
    expect(told(() => normaliser.learn(many))).toBe(reason)
    expect(told(() => normaliser.normalise(many))).toBe(reason)
  })

  it('fails alone, and at once, at a registry', async () => {
    const registry = await openRegistry('memory:', { delay: 1 })
    const good = (id: string): Page => ({ id, lists: [{ from: 'field', tags: ['غزة'] }] })
    await registry.ingest(good('1'))
    for (const [given, reason] of bad)
      await expect(registry.ingest(given as Page)).rejects.toMatchObject({
        name: 'WusumError',
        code: 'BAD_RECORD',
        message: reason,
      })
    await registry.ingest(good('2'))
    await registry.flush()
    await registry.settle()
    const { tags } = await registry.ingest(good('3'))
    expect(registry.tag(tags[0]!.id)).toEqual({ id: tags[0]!.id, tag: 'غزة' })
    await registry.close()
  })

  it('lets through all that a page may have', () => {
    const whole: Required<Page> = {
      id: '1',
      title: 'عنوان',
      text: 'نص',
      lists: [{ from: 'field', tags: ['غزة'], confidence: 0.5 }],
      url: 'https://a.example/1',
      date: '2024-05-01',
      description: 'وصف',
      site: 'موقع',
      sections: ['أخبار'],
      repairs: ['entities'],
    }
    expect(checkPage(whole)).toEqual(whole)
  })

  it('may have null for nothing and a number for an id, and is looked at once', async () => {
    const lists = [{ from: 'field', tags: ['غزة', 'رفح'], confidence: null }]
    const nothing = { title: null, text: null, url: null, date: null, site: null, sections: null, repairs: null }
    const page = { id: 5, lists, extra: {}, ...nothing } as unknown as Page
    const registry = await openRegistry('memory:')
    const answer = registry.ingest(page)
    // What its owner does with it while the registry waits is the owner's.
    lists[0]!.tags.length = 0
    expect(await answer).toMatchObject({ id: '5', tags: [{ tag: 'غزة' }, { tag: 'رفح' }] })
    await registry.close()
    expect(createNormaliser().normalise({ id: 12345678901234567890n } as unknown as Page).id).toBe(
      '12345678901234567890',
    )
  })
})

describe('an argument given by a program', () => {
  const any = (value: unknown): never => value as never
  it.each<[string, () => unknown, string]>([
    ['fold', () => fold('غزة', any('nope')), 'level must be one of encoding, orthographic, hamza, not “nope”'],
    ['fold', () => fold(any(null)), 'surface must be a string, not null'],
    ['compare', () => compare('غزة', any(5)), 'b must be a string, not 5'],
    ['segment', () => segment(any(undefined)), 'run must be a string, not undefined'],
    [
      'createNormaliser',
      () => createNormaliser(any({ decision: [] })),
      'there is no option decision: there are decisions, labelledOnly, adapt',
    ],
    [
      'createNormaliser',
      () => createNormaliser({ decisions: any('a | b') }),
      'decisions must be an object, not “a | b”',
    ],
    [
      'createNormaliser',
      () => createNormaliser({ decisions: [any({ verb: 'merge', a: 'غزة', b: 'رفح' })] }),
      'decisions[0].verb must be one of same, apart, related, ignore, spell-as, not “merge”',
    ],
    [
      'createNormaliser',
      () => createNormaliser({ decisions: [{ verb: 'ignore', tag: 'عاجل' }, any({ verb: 'same', a: 'غزة' })] }),
      'decisions[1].b must be a tag, not undefined',
    ],
  ])('%s names it', (_, call, reason) => {
    expect(told(call)).toBe(`USAGE: ${reason}`)
  })

  it('is named where it comes late, too', async () => {
    await expect(openRegistry(any(5))).rejects.toMatchObject({
      code: 'USAGE',
      message: 'where must be a string, not 5',
    })
    await expect(openRegistry('memory:', any({ batches: 3 }))).rejects.toMatchObject({ code: 'USAGE' })
    await expect(openRegistry('memory:', any({ batch: '3' }))).rejects.toMatchObject({
      message: 'batch must be a number, not “3”',
    })
    await expect(readHtml(any(5), 'x')).rejects.toMatchObject({ message: 'html must be a string, not 5' })
    await expect(readPages(any('a.jsonl')).next()).rejects.toMatchObject({
      message: 'inputs must be an array, not "a.jsonl"',
    })
    expect(told(() => segment('غزة رفح', any({ text: 5 })))).toBe('BAD_RECORD: page.text must be a string, not 5')
  })

  it('may be null where it may be absent', async () => {
    expect(locate({ id: '1', text: 'غزة' }, any(null)).runs).toEqual([])
    expect(createNormaliser(any(null)).normalise({ id: '1' }).tags).toEqual([])
    expect(createNormaliser(any({ decisions: null, labelledOnly: null })).normalise({ id: '1' }).tags).toEqual([])
    const registry = await openRegistry('memory:', any(null))
    await registry.close()
    const input = path.resolve('data/samples/01-cairo-economy.txt')
    expect((await readPages([input], any(null)).next()).done).toBe(false)
    expect((await readPages([input], any({ fields: null, onReject: null })).next()).done).toBe(false)
  })

  it('may not contradict itself', () => {
    expect(
      told(() =>
        createNormaliser({
          decisions: [
            { verb: 'same', a: 'رفح', b: 'غزة' },
            { verb: 'apart', a: 'غزة', b: 'رفح' },
          ],
        }),
      ),
    ).toMatch(/^DECISIONS: decisions: line 2 .* line 1 .* contradict each other$/)
  })
})
