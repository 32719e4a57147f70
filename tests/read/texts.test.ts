import { join } from 'node:path'

import { afterAll, describe, expect, it } from '@jest/globals'

import type { Item, ReadOptions } from '../../dist/read/index.js'
import { repaired } from '../../dist/read/repair.js'
import { Shelf, readAll, told } from './shelf.js'

/** Texts as old, foreign and careless programs write them. */
const shelf = new Shelf()
afterAll(() => shelf.remove())

const read = async (name: string, content: string | Uint8Array, options: ReadOptions = {}): Promise<Item[]> =>
  (await readAll([shelf.file(name, content)], options)).items

/** The bytes of a text in a charset, by what its decoder makes of every byte and pair. */
function encoded(text: string, charset: string, pairs = false): Buffer {
  const decoder = new TextDecoder(charset)
  const bytes = new Map<string, readonly number[]>()
  for (let a = 255; a >= 0; a--) {
    if (pairs && a >= 0xa1) for (let b = 0xa1; b < 0xff; b++) bytes.set(decoder.decode(Uint8Array.of(a, b)), [a, b])
    else bytes.set(decoder.decode(Uint8Array.of(a)), [a])
  }
  return Buffer.from(Array.from(text).flatMap((char) => bytes.get(char) ?? []))
}

describe('numbers of many digits', () => {
  const [a, b] = ['12345678901234567890', '12345678901234567891']
  const page = (id: string): string => `{"id":${id},"text":"خبر عن البحر","tags":["بحر","موج"]}`

  it.each<[string, string]>([
    ['pages.jsonl', `${page(a)}\n${page(b)}\n`],
    ['pages.json', `[${page(a)},\n${page(b)}]`],
    ['pages.json', `{"posts":[${page(a)},${page(b)}]}`],
    ['posts.json', `[{"id":${a},"content":{"rendered":"<p>نص"}},{"id":${b},"content":{"rendered":"<p>نص"}}]`],
    ['pages.jsonl', `{"id":${a},"text":"سطر","more":{"n":[1]}}\n{"more":{"n":[${a}]},"id" : ${b} ,"text":"سطر"}\n`],
  ])('are ids with all their digits in %s', async (name, content) => {
    expect(told(await read(name, content))).toEqual([a, b])
  })

  it.each([
    ['-9007199254740993', '-9007199254740993'],
    ['1234567890.1234567', '1234567890.1234567'],
    ['12345678901234567e3', '12345678901234567e3'],
    ['1e400', '1e400'],
    ['9007199254740', '9007199254740'],
    ['1e3', '1000'],
    ['1.0', '1'],
    ['1.50', '1.5'],
    ['-0', '0'],
  ])('%s is the id %s, whichever way the record is read', async (written, id) => {
    expect(told(await read('a.jsonl', `${page(written)}\n{"id":${written},"text":"سطر","o":{}}`))).toEqual([id, id])
  })

  it('in texts, names and broken records stay what they are', async () => {
    const text = 'رقم 12345678901234567890 \\" 98765432109876543210'
    const items = await read(
      'a.jsonl',
      `{"id":"x","text":"${text}","o":{"n":12345678901234567890}}\n{12345678901234567890:1,"text":"a"}\n{"id":12345678901234567890x}\n{"id":01234567890123456789}\n`,
    )
    expect(told(items)).toEqual(['x', '!BAD_RECORD', '!BAD_RECORD', '!BAD_RECORD'])
    expect(items[0]).toMatchObject({ text: JSON.parse(`"${text}"`) as string })
  })

  it('name tags of WordPress by their ids', async () => {
    const [item] = await read('a.json', '[{"id":1,"text":"نص","tags":[12345678901234567890,12345678901234567891]}]')
    expect(item).toMatchObject({ lists: [{ tags: ['12345678901234567890', '12345678901234567891'] }] })
  })
})

describe('control characters', () => {
  const text = 'في السوق باعة كثيرون، وفي المرفأ سفن تنتظر.\n'
  it.each([
    ['a NUL at the start', `\0${text}`],
    ['a NUL in a short text', 'سوق\0بحر'],
    ['some of each kind', `${text}\0\x01\x02\x1c${text.repeat(20)}\0\x7f`],
    ['a NUL after every line', (text + '\0').repeat(200)],
    ['escapes of a terminal', `\x1b[1m${text}\x1b[0m`.repeat(30)],
  ])('%s are text', async (_, content) => {
    expect(told(await read('a.txt', content))).toEqual([join(shelf.folder, 'a.txt')])
  })

  it.each<[string, Uint8Array]>([
    ['numbers of four bytes', Buffer.from(Uint32Array.from({ length: 500 }, (_, i) => i).buffer)],
    ['bytes of any kind', Buffer.from(Array.from({ length: 4000 }, (_, i) => (Math.imul(i, 2654435761) >>> 13) & 255))],
  ])('%s are binary data', async (_, content) => {
    expect(told(await read('a.txt', content))).toEqual(['!UNSUPPORTED'])
  })
})

describe('carriage returns alone', () => {
  const rows = ['id,title,tags', '1,"سوق ""السمك""","سوق;\rبحر"', '2,مرفأ,"قارب"', '3,ميناء,"ذا ""قول"""', '4,بحر,موج']
  it.each(['\r', '\n', '\r\n'])('end rows of CSV as %j does', async (end) => {
    for (const name of ['a.csv', 'table']) {
      for (const last of [end, '']) {
        const items = await read(name, rows.join(end) + last)
        expect(told(items)).toEqual(['1', '2', '3', '4'])
        expect(items[2]).toMatchObject({ lists: [{ tags: ['ذا "قول"'] }] })
      }
    }
  })

  it('are read alike however the bytes come in', async () => {
    const content = Buffer.from(rows.join('\r\n'))
    async function* bytewise() {
      for (const byte of content) yield await Promise.resolve(Uint8Array.of(byte))
    }
    const { items } = await readAll(['-'], { stdin: bytewise(), format: 'csv', batchBytes: 1 })
    expect(told(items)).toEqual(['1', '2', '3', '4'])
  })

  it('end lines of text and of JSON', async () => {
    const [item] = await read('a.txt', 'نص أول\rالوسوم: بحر، موج\rنص ثان')
    expect(item).toMatchObject({ text: 'نص أول\nالوسوم: بحر، موج\nنص ثان' })
    for (const end of ['\r', '\n', '\r\n'])
      expect(told(await read('a.jsonl', ['{"id":1,"text":"نص"}', '{"id":2,"text":"نص"}', ''].join(end)))).toEqual([
        '1',
        '2',
      ])
  })
})

describe('a page of another script', () => {
  const scripts: readonly [string, boolean, string][] = [
    [
      'euc-jp',
      true,
      '農業の歴史について学ぶ。納豆は大豆から作る食べ物で、朝の食卓によく並びます。市場では野菜や魚が売られている。',
    ],
    ['gb2312', true, '轻松的周末我们去公园散步，青年人在湖边轻声唱歌，老人下棋，孩子放风筝。'],
    [
      'windows-1251',
      false,
      'Збруч течёт по равнине, и рыбаки каждое утро ставят сети у старого моста. Здание школы построили давно.',
    ],
    ['tis-620', false, 'ชาวประมงออกเรือแต่เช้าแล้วแวะตลาด ขายปลา และแม่น้ำยาวแห่งนี้กว้างมาก'],
  ]
  it.each(scripts)('in %s is read as it declares, short or long', async (charset, pairs, text) => {
    const bytes = encoded(text, charset, pairs)
    // What was taken for Arabic must stand in it.
    expect(bytes.includes(Buffer.from([0xc7, 0xe1])) || bytes.includes(Buffer.from([0xc7, 0xe4]))).toBe(true)
    for (const count of [1, 60]) {
      const content = Buffer.concat([
        Buffer.from(`<meta charset="${charset}"><p>`),
        ...Array.from({ length: count }, () => bytes),
      ])
      const [item] = await read('a.html', content)
      expect(item).toMatchObject({ text: text.repeat(count) })
      expect(item).not.toHaveProperty('repairs')
    }
  })

  it.each(['iso-8859-1', 'windows-1252', 'windows-1251', 'iso-8859-9', 'euc-jp', 'utf-8'])(
    'is not what an Arabic page is that declares %s',
    async (charset) => {
      const text = 'نشرت الصحيفة اليوم خبرا عن افتتاح سوق السمك الجديد في المدينة القديمة، وقالت البلدية إن العمل بدأ.'
      for (const own of ['windows-1256', 'iso-8859-6']) {
        const content = Buffer.concat([Buffer.from(`<meta charset="${charset}"><p>`), encoded(text, own)])
        expect((await read('a.html', content))[0]).toMatchObject({ text, repairs: [own] })
      }
    },
  )
})

describe('UTF-8 that was read as another charset', () => {
  const texts = [
    'بيت قديم في شارع ضيق',
    'أسبوع من الأمطار، ثم شمس',
    'ظل النخيل؟',
    'شبابيك',
    'مئذنة المسجد العتيق',
    'ببغاء',
  ]
  it.each(['iso-8859-15', 'windows-1252'])('%s comes out as it was', (charset) => {
    const decoder = new TextDecoder(charset)
    // Decoders of the web read Latin-1 as windows-1252, whose free places are control characters.
    for (const text of texts) {
      const page = repaired({ id: '1', text: decoder.decode(Buffer.from(text)) })
      expect(page).toEqual({ id: '1', text, repairs: ['utf-8-read-as-windows-1252'] })
    }
  })
})

describe('a page that lists more than any page does', () => {
  const count = 10_001
  const tags = Array.from({ length: count }, (_, i) => `وسم${i}`)
  it.each<[string, string]>([
    ['a.html', `<meta name="keywords" content="${tags.join(',')}"><p>نص`],
    ['a.jsonl', `\n${JSON.stringify({ id: '1', text: 'نص', tags })}`],
    ['a.csv', `id,tags\n1,"${tags.join(';')}"`],
    [
      'a.xml',
      `<rss><channel><item><link>1</link>${tags.map((tag) => `<category>${tag}</category>`).join('')}</item></channel></rss>`,
    ],
  ])('is a reject: %s', async (name, content) => {
    const [item] = await read(name, content)
    expect(item).toMatchObject({ code: 'TOO_LARGE', reason: `the page lists ${count} tags, more than 10000` })
    const [less] = await read(name, content, { limits: { tags: count } })
    expect(less).not.toHaveProperty('code')
  })
})

describe('a page whose texts were misread', () => {
  it('has its description put right as well, so that keywords chopped from it are known', () => {
    const right = 'سوق السمك يفتح أبوابه من جديد'
    const misread = new TextDecoder('windows-1252').decode(Buffer.from(right))
    expect(repaired({ id: '1', title: right, description: misread })).toEqual({
      id: '1',
      title: right,
      description: right,
      repairs: ['utf-8-read-as-windows-1252'],
    })
  })
})
