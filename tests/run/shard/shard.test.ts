/** A run taken apart into steps gives what a run gives, however the pages are cut into shards. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { run, shards } from '../../../dist/index.js'
import { Evidence } from '../../../dist/core/boundaries/evidence.js'
import { MOST_WORDS } from '../../../dist/core/boundaries/sample.js'
import { ProseReader } from '../../../dist/core/text/tokens.js'
import { loadModel } from '../../../dist/model/index.js'
import { Learned } from '../../../dist/run/learned.js'
import { main, Workdir } from '../../cli/workdir.js'

const workdir = new Workdir()
afterAll(() => workdir.remove())
const { letters } = loadModel().segmenter

/** Numbers that look random and are the same every time. */
function numbers(seed: number): (most: number) => number {
  let state = seed
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * most)
  }
}

const TAGS = ['غزة', 'قطاع غزة', 'حركة حماس', 'بنيامين نتنياهو', 'نتانياهو', 'مجلس الأمن', 'مجلس الامن', 'الدوري الإنجليزي', 'محمد صلاح', 'ليفربول', 'أسعار الذهب', 'اسعار الذهب', 'البنك المركزي', 'سعر الدولار', 'الطقس', 'وزارة الصحة', 'عُمان', 'عمان', 'عَمّان', 'فولوديمير زيلينسكي', 'فولوديمير زيلنسكي', 'روسيا', 'كأس العالم', 'كاس العالم'] // prettier-ignore

/** Pages of five sites, of which one has half of them and a list that it repeats; delimited, flattened, broken ones too. */
function pagesOf(count: number): string[] {
  const next = numbers(7)
  return Array.from({ length: count }, (_, i) => {
    const site = next(2) === 0 ? 'big' : `s${next(4)}`
    const tags = Array.from({ length: 2 + next(5) }, () => TAGS[next(TAGS.length)]!)
    const id = `https://${site}.example/${i}`
    const said = `قال مصدر اليوم إن ${tags.join(' في ')} موضوع الساعة ${i} عند الناس كلهم.`
    const nav = site === 'big' ? 'الكلمات المفتاحية: الرئيسية، أخبار، رياضة، اقتصاد، ثقافة\n' : ''
    // The first tells the format.
    switch (i === 0 ? 1 : next(8)) {
      case 0:
        return `{"id":"${id}","title":`
      case 1:
      case 2:
      case 3:
        return JSON.stringify({ id, title: tags[0], text: `${nav}${said}`, tags })
      default:
        return JSON.stringify({ id, title: tags[0], text: `${nav}${said}\nالكلمات المفتاحية\n${tags.join(' ')}\n` })
    }
  })
}

// eslint-disable-next-line @typescript-eslint/require-await -- streams come so
async function* streamOf(...pieces: readonly (string | Uint8Array)[]) {
  for (const piece of pieces) yield typeof piece === 'string' ? Buffer.from(piece) : piece
}
const fileStream = (name: string) => streamOf(readFileSync(name))
async function textOf(rows: AsyncIterable<string | Uint8Array>): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of rows) pieces.push(Buffer.from(piece))
  return Buffer.concat(pieces).toString()
}
const sorted = (text: string): string[] => text.split('\n').filter(Boolean).sort()

/** Whole runs in folders of their own, step by step, in this process. */
async function byShards(name: string, pages: readonly string[], count: number, decisions?: string) {
  const folder = workdir.path(name)
  mkdirSync(folder, { recursive: true })
  const at = (file: string) => path.join(folder, file)
  const next = numbers(count)
  const lines = Array.from({ length: count }, (): string[] => [])
  for (const page of pages) lines[next(count)]!.push(`${page}\n`)
  const all = [...lines.keys()]
  for (const s of all) {
    const stdin = streamOf(lines[s]!.join(''))
    writeFileSync(at(`${s}.held`), await textOf(shards.read({ stdin, as: 'jsonl', evidence: at(`${s}.evidence`) })))
  }
  const evidence = at('evidence')
  await shards.add(all.map((s) => at(`${s}.evidence`)), evidence) // prettier-ignore
  for (const s of all) {
    const job = { evidence, counts: at(`${s}.counts`), sites: at(`${s}.sites`) }
    writeFileSync(at(`${s}.found`), await textOf(shards.cut(fileStream(at(`${s}.held`)), job)))
  }
  await shards.add(all.map((s) => at(`${s}.sites`)), at('sites')) // prettier-ignore
  const counts = streamOf(...all.map((s) => readFileSync(at(`${s}.counts`))))
  writeFileSync(at('map'), await textOf(shards.cluster(counts, { evidence, tagged: at('tagged'), decisions })))
  const records: string[] = []
  for (const s of all) {
    const job = { map: at('map'), sites: at('sites'), pages: at(`${s}.pages`) }
    records.push(await textOf(shards.write(fileStream(at(`${s}.found`)), job)))
  }
  const rows = [at('tagged'), ...all.map((s) => at(`${s}.pages`))].map((file) => readFileSync(file))
  return {
    records: sorted(records.join('')),
    tags: sorted(await textOf(shards.tags(streamOf(...rows)))),
    evidence: readFileSync(evidence),
    sites: readFileSync(at('sites')),
    held: all.map((s) => readFileSync(at(`${s}.held`), 'utf8')).join(''),
  }
}

const lines = (rows: string, kind: string): string[] => rows.split('\n').filter((row) => row.startsWith(`{"${kind}"`))

describe('steps', () => {
  const pages = pagesOf(240)
  let records: string[]
  let tags: string[]
  beforeAll(async () => {
    workdir.write('all.jsonl', pages.map((page) => `${page}\n`).join(''))
    workdir.write('decisions', 'same | روسيا | الطقس\nignore | ليفربول\n')
    const inputs = [workdir.path('all.jsonl')]
    const decisions = workdir.path('decisions')
    await run({ inputs, decisions, output: workdir.path('records') })
    await run({ inputs, decisions, output: workdir.path('tags'), list: 'tags' })
    records = sorted(workdir.read('records'))
    tags = sorted(workdir.read('tags'))
  })

  it('give the records and tags of a run, and the same sums, in 1, 3 and 17 shards', async () => {
    const made = []
    for (const count of [1, 3, 17]) made.push(await byShards(`of-${count}`, pages, count, workdir.path('decisions')))
    for (const one of made) {
      expect(one.records).toEqual(records)
      expect(one.tags).toEqual(tags)
      expect(one.evidence.equals(made[0]!.evidence)).toBe(true)
      expect(one.sites.equals(made[0]!.sites)).toBe(true)
    }
    // Else this would say little.
    expect(records.some((line) => line.includes('"scope":"site"'))).toBe(true)
    expect(records.some((line) => line.includes('"run"'))).toBe(true)
    expect(lines(made[0]!.held, 'reject').length).toBeGreaterThan(10)
  })

  it('take an empty shard, and one of rejects alone', async () => {
    for (const [name, text] of [
      ['empty', ''],
      ['rejects', '{"id":\nno\n'],
    ] as const) {
      // prettier-ignore
      const evidence = workdir.path(`${name}.evidence`)
      const held = await textOf(shards.read({ stdin: streamOf(text), as: 'jsonl', evidence }))
      expect([lines(held, 'held').length, lines(held, 'reject').length]).toEqual([0, name === 'empty' ? 0 : 2])
      const files = { counts: workdir.path(`${name}.counts`), sites: workdir.path(`${name}.sites`) }
      expect(await textOf(shards.cut(streamOf(held), { evidence, ...files }))).toBe('')
      expect(workdir.read(`${name}.counts`)).toBe('')
      await shards.add([workdir.path('of-3/evidence'), evidence], workdir.path('sum'))
      expect(readFileSync(workdir.path('sum')).equals(readFileSync(workdir.path('of-3/evidence')))).toBe(true)
      const tagged = workdir.path(`${name}.tagged`)
      expect(await textOf(shards.cluster(streamOf(''), { evidence, tagged }))).toBe('')
      const job = { map: workdir.path(`${name}.counts`), sites: files.sites, pages: workdir.path(`${name}.pages`) }
      expect(await textOf(shards.write(streamOf(''), job))).toBe('')
    }
  })

  it('give the same bytes when they are done again, on the map of the shard alone too', async () => {
    const at = (name: string) => workdir.path(`of-3/${name}`)
    const evidence = workdir.path('again.evidence')
    const again = { stdin: fileStream(workdir.path('all.jsonl')), as: 'jsonl' as const, evidence }
    expect(await textOf(shards.read(again))).toBe(readFileSync(workdir.path('of-1/0.held'), 'utf8'))
    expect(readFileSync(evidence).equals(readFileSync(workdir.path('of-1/0.evidence')))).toBe(true)
    const spellings = new Set(
      lines(readFileSync(at('1.counts'), 'utf8'), 'spelling').map(
        (row) => (JSON.parse(row) as { surface: string }).surface,
      ),
    )
    const some = lines(readFileSync(at('map'), 'utf8'), 'map')
      .filter((row) => spellings.has((JSON.parse(row) as { surface: string }).surface))
      .reverse()
    workdir.write('some.map', `${some.join('\n')}\n`)
    const write = (map: string, pages: string) =>
      textOf(shards.write(fileStream(at('1.found')), { map, sites: at('sites'), pages: workdir.path(pages) }))
    expect(await write(workdir.path('some.map'), 'some.pages')).toBe(await write(at('map'), 'all.pages'))
    expect(workdir.read('some.pages')).toBe(workdir.read('all.pages'))
  })

  it('write a row before the next page is there, and say which one is worked on', async () => {
    const at = workdir.path('at')
    let given = 0
    async function* slowly() {
      // The first 64 kB tell the format, and as many are read ahead.
      for (const page of Array.from({ length: 20 }, () => pages).flat()) {
        given++
        yield Buffer.from(`${page}\n`)
        await new Promise(setImmediate)
      }
    }
    const rows = shards.read({ stdin: slowly(), as: 'jsonl', at, evidence: workdir.path('slow') })
    expect((await rows.next()).value).toMatch(/^\{"held":1,"source":"-","record":1,/)
    expect(given).toBeLessThan(4 * pages.length)
    expect(JSON.parse(readFileSync(at, 'utf8'))).toEqual({ source: '-', record: 1 })
    await rows.return()
  })

  it('pass by a record that ended the process', async () => {
    const job = { as: 'jsonl' as const, evidence: workdir.path('without'), at: workdir.path('at') }
    const page = (id: string) => `{"id":"${id}","text":"نص","tags":["غزة","مصر"]}\n`
    const held = await textOf(shards.read({ ...job, stdin: streamOf(page('a'), page('b'), page('c')), without: ['2'] }))
    expect(held.split('\n').map((row) => row.slice(0, 40))).toEqual([
      expect.stringContaining('{"held":1,"source":"-","record":1,"id":"'),
      expect.stringContaining('{"reject":1,"source":"-","record":2,"cod'),
      expect.stringContaining('{"held":1,"source":"-","record":3,"id":"'),
      '',
    ])
    await textOf(shards.read({ ...job, evidence: workdir.path('with'), stdin: streamOf(page('a'), page('c')) }))
    expect(readFileSync(workdir.path('without')).equals(readFileSync(workdir.path('with')))).toBe(true)
  })
})

describe('a sum of evidence', () => {
  /** A shard with prose of some levels, some of it more than is ever counted of all. */
  const shard = fc.record({
    seed: fc.nat(1000),
    words: fc.array(fc.constantFrom(0, 0, 0, 2000, MOST_WORDS / 2), { minLength: 6, maxLength: 6 }),
  })
  const learned = ({ seed, words }: { seed: number; words: number[] }): Learned => {
    const one = new Learned(letters)
    one.count(words)
    const evidenceOf = (level: number) => {
      const evidence = new Evidence(letters, { memory: new SharedArrayBuffer(new Evidence(letters).memory.byteLength) })
      const text = TAGS.slice((seed + level) % 9, (seed % 7) + level + 3).join(' ')
      evidence.observeProse(new ProseReader(letters).read('', text, [[0, text.length]]))
      evidence.observeList(TAGS.slice(seed % 11, (seed % 11) + 4))
      return evidence.memory
    }
    const prose = words.flatMap((count, level) => (count > 0 ? [{ level, memory: evidenceOf(level) }] : []))
    one.take({ memory: evidenceOf(9), prose, lessons: [] })
    return one
  }
  const copy = (one: Learned) => Learned.fromBytes(one.toBytes(), letters, 'a copy')
  const sum = (a: Learned, b: Learned): Learned => {
    const all = copy(a)
    all.add(b)
    return all
  }

  it('is the same in any order and any tree', () => {
    fc.assert(
      fc.property(shard, shard, shard, (x, y, z) => {
        const [a, b, c] = [x, y, z].map(learned) as [Learned, Learned, Learned]
        const whole = Buffer.from(sum(sum(a, b), c).toBytes())
        expect(whole.equals(sum(a, sum(b, c)).toBytes())).toBe(true)
        expect(whole.equals(sum(sum(c, a), b).toBytes())).toBe(true)
        expect(whole.equals(copy(sum(sum(b, c), a)).toBytes())).toBe(true)
      }),
      { numRuns: 2 },
    )
  })

  it('forgets levels that count no longer in one of its parts', () => {
    const half = MOST_WORDS / 2
    const full = { seed: 1, words: [0, 0, half, half, half, 0] }
    const small = { seed: 2, words: [0, 9, 0, 0, 0, 0] }
    const whole = Buffer.from(sum(learned(full), learned(small)).toBytes())
    expect(copy(learned(full)).least).toBe(3)
    expect(whole.equals(sum(copy(learned(small)), copy(learned(full))).toBytes())).toBe(true)
  })
})

describe('what is no input of a step', () => {
  const read = async (stdin: string, evidence = workdir.path('whole')) =>
    textOf(shards.read({ stdin: streamOf(stdin), as: 'jsonl', evidence }))
  const cut = (held: string, evidence: string) =>
    textOf(shards.cut(streamOf(held), { evidence, counts: workdir.path('c'), sites: workdir.path('s') }))

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, -5), /is damaged: its checksum is not that of what it holds/],
    ['changed', (bytes: Buffer) => Buffer.from(bytes.map((byte, i) => (i === bytes.length >> 1 ? byte ^ 4 : byte))), /is damaged/], // prettier-ignore
    ['of another version', (bytes: Buffer) => Buffer.concat([Buffer.from('wusum evidence 9\n'), bytes]), /holds evidence of version 9; this wusum reads version 1/], // prettier-ignore
    ['empty', () => Buffer.alloc(0), /holds no evidence of wusum/],
    ['pages', () => Buffer.from('{"id":"1"}'), /holds no evidence of wusum/],
  ])('evidence that is %s is refused, and leaves no file', async (_, damage, told) => {
    const held = await read('{"id":"a","text":"نص","tags":["غزة","مصر"]}\n')
    const evidence = workdir.path('broken')
    writeFileSync(evidence, damage(readFileSync(workdir.path('whole'))))
    await expect(cut(held, evidence)).rejects.toThrow(told)
    await expect(shards.add([workdir.path('whole'), evidence], workdir.path('none'))).rejects.toThrow(told)
    for (const name of ['c', 's', 'none']) expect(existsSync(workdir.path(name))).toBe(false)
  })

  it('sites are not added to evidence', async () => {
    await read('')
    const files = { counts: workdir.path('c2'), sites: workdir.path('s2') }
    await textOf(shards.cut(streamOf(''), { evidence: workdir.path('whole'), ...files }))
    const sum = (...names: string[]) => shards.add(names.map((name) => workdir.path(name)), workdir.path('none')) // prettier-ignore
    await expect(sum('whole', 's2')).rejects.toThrow(/s2 holds no evidence of wusum, but sites/)
    await expect(sum('s2', 'whole')).rejects.toThrow(/whole holds no sites of wusum, but evidence/)
    await expect(sum()).rejects.toThrow(/nothing to add/)
  })

  it.each([
    ['{"found":1,"id":"a","site":"","tags":[]}\n', /line 1: a found row; here held rows are read/],
    ['{"held":2,"id":"a","site":"","tags":[]}\n', /line 1: a held row of version 2; this wusum reads version 1/],
    ['\n{"held":1,"id":"a","tags":[]}\n', /line 2: a held row that lacks a field/],
    [
      '{"held":1,"id":"a","site":"","tags":[["غزة","nowhere",1]]}\n',
      /line 1: a held row that lacks a field, or has a wrong one/,
    ],
    ['{"held":1,"id":"a","site":"","tags":[]}', /line 1: cut off/],
    ['{"held":1,\n', /line 1: no JSON/],
    ['[1]\n', /line 1: no row/],
    ['{"text":"نص"}\n', /line 1: no row that wusum knows/],
  ])('the row %j is refused', async (row, told) => {
    await read('')
    await expect(cut(row, workdir.path('whole'))).rejects.toThrow(told)
  })

  it.each([
    [['read', '--evidence', 'e', '--sample', '7'], 2, /--sample takes a number from 0 to 1, not 7/],
    [['read', 'none.jsonl', '--evidence', 'e'], 1, /none.jsonl: there is no such file/],
    [['cut', '--evidence', 'none', '--counts', 'c4', '--sites', 's4'], 1, /cannot read none/],
    [['cut', '--evidence', 'none'], 2, /[Mm]issing required arguments: counts, sites/],
    [[], 2, /shard takes a command/],
  ])('the command %j is refused', (args, status, told) => {
    const { stderr, ...result } = workdir.wusum(['shard', ...args], { input: '' })
    expect(result).toMatchObject({ status, stdout: '' })
    expect(stderr).toMatch(told)
  })

  it('a map that lacks a spelling is refused', async () => {
    await read('')
    const files = { counts: workdir.path('c3'), sites: workdir.path('s3') }
    await textOf(shards.cut(streamOf(''), { evidence: workdir.path('whole'), ...files }))
    const found = '{"found":1,"id":"a","site":"","tags":[["غزة","field",1]]}\n'
    const job = { map: workdir.path('c3'), sites: workdir.path('s3'), pages: workdir.path('p3') }
    await expect(textOf(shards.write(streamOf(found), job))).rejects.toThrow(
      /has no row of غزة, which stands on page a/,
    )
  })
})

it('the shell examples of docs/SHARDS.md give the lines of a run, in an empty folder', () => {
  const [all, byKey] = [...readFileSync('docs/SHARDS.md', 'utf8').matchAll(/```sh\n([^]*?)```/g)].map(([, it]) => it!)
  mkdirSync(workdir.path('shell/shards'), { recursive: true })
  mkdirSync(workdir.path('shell/bin'))
  const wusum = workdir.write('shell/bin/wusum', `#!/bin/sh\nexec ${process.execPath} ${main} "$@"\n`)
  spawnSync('chmod', ['+x', workdir.path(wusum)])
  const samples = readdirSync('data/samples')
  for (const name of ['10-archive.jsonl', ...samples.filter((name) => name.startsWith('0')).slice(0, 1)])
    copyFileSync(path.join('data/samples', name), workdir.path(`shell/shards/${name}`))
  const cwd = workdir.path('shell')
  const env = { ...process.env, PATH: `${workdir.path('shell/bin')}:${process.env['PATH'] ?? ''}` }
  const shell = (script: string) => {
    const { status, stderr } = spawnSync('sh', ['-euc', script], { cwd, env, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  }
  shell(all!)
  const of = (command: string) => sorted(spawnSync('sh', ['-c', command], { cwd, env, encoding: 'utf8' }).stdout)
  expect(of('cat out/*.records')).toEqual(of('wusum run shards -q'))
  const tags = of('wusum tags shards -q')
  expect(of('cat out/tags')).toEqual(tags)
  shell(`rm out/tags\n${byKey!}`)
  expect(of('cat out/tags')).toEqual(tags)
})
