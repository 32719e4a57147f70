import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { run as runJob } from '../../dist/run/index.js'
import { records, Workdir } from '../cli/workdir.js'

/** A house of one-word tags, with pages that have lost their delimiters. Its words are also phrases elsewhere. */
const nouns =
  'بيع شقق إيجار مكاتب صيانة مصاعد تأجير سيارات ترميم منازل نقل أثاث غسيل خزانات تركيب مظلات عزل أسطح تنظيف سجاد'.split(
    ' ',
  )
const list = (page: number) => Array.from({ length: 7 }, (_, i) => nouns[(page * 3 + i * (1 + (page % 6))) % 20]!)
const url = (page: number) => `https://travel.example/${page}`
const tagged = Array.from({ length: 40 }, (_, p) => JSON.stringify({ id: `t${p}`, url: url(p), tags: list(p) }))
const flat = Array.from({ length: 8 }, (_, p) =>
  JSON.stringify({
    id: `f${p}`,
    url: url(1000 + p),
    text: `دليل قصير.\nكلمات دلالية: ${['مدن الساحل', ...list(p + 2).slice(0, 5), 'طرق ريفية', 'نصائح حجز'].join(' ')}`,
  }),
)

describe('wusum run --adapt', () => {
  let dir: Workdir
  beforeEach(() => {
    dir = new Workdir()
    dir.write('tagged.jsonl', tagged.join('\n'))
    dir.write('flat.jsonl', flat.join('\n'))
  })
  afterEach(() => dir.remove())
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = dir.wusum(['run', 'flat.jsonl', ...args])
    expect([status, stderr]).toEqual([0, ''])
    return stdout
  }
  const singles = (stdout: string) =>
    records(stdout)
      .flatMap(({ tags }) => tags)
      .filter(({ tag }) => nouns.includes(tag)).length

  it('knows the tags and habits of tagged pages, writes only the others, learning or not', () => {
    const plain = run()
    for (const learn of [[], ['--no-learn']]) {
      const adapted = run('--adapt', 'tagged.jsonl', ...learn)
      expect(records(adapted).map(({ id }) => id)).toEqual(records(plain).map(({ id }) => id))
      expect(singles(adapted)).toBeGreaterThan(singles(plain))
    }
  })

  it('gives the same bytes whatever the threads, the order and the files', () => {
    dir.write('one.jsonl', tagged.slice(0, 9).join('\n'))
    dir.write('two.jsonl', tagged.slice(9).reverse().join('\n'))
    const expected = run('--adapt', 'tagged.jsonl')
    expect(run('--adapt', 'two.jsonl', '--adapt', 'one.jsonl', '-j2')).toBe(expected)
  })

  it('learns habits from the delimited lists of the run itself, with the same bytes however it is read', () => {
    const inputs = ['run', 'flat.jsonl', 'tagged.jsonl']
    const { stdout } = dir.wusum(inputs)
    expect(singles(stdout.split('\n').slice(0, 8).join('\n'))).toBeGreaterThan(singles(run()))
    expect(dir.wusum([...inputs, '-j3']).stdout).toBe(stdout)
    dir.write(
      'mixed.jsonl',
      [...tagged]
        .reverse()
        .flatMap((line, i) => [line, ...flat.slice(i, i + (i < 8 ? 1 : 0))])
        .join('\n'),
    )
    const byId = (text: string) => records(text).sort((a, b) => (a.id < b.id ? -1 : 1))
    expect(byId(dir.wusum(['run', 'mixed.jsonl']).stdout)).toEqual(byId(stdout))
  })

  it.each([
    ['flat.jsonl', /nothing to adapt to: none of the 8 pages in flat.jsonl has two or more delimited tags/],
    ['absent.jsonl', /absent.jsonl/],
    ['-', /--adapt names the pages to learn from/],
  ])('fails at once where there is nothing to learn from: %s', (name, message) => {
    const { status, stdout, stderr } = dir.wusum(['run', 'flat.jsonl', '--adapt', name])
    expect([status === 0, stdout]).toEqual([false, ''])
    expect(stderr).toMatch(message)
  })

  it('is not written over, and tells how many of its records taught nothing', () => {
    expect(dir.wusum(['run', 'flat.jsonl', '--adapt', 'tagged.jsonl', '-o', 'tagged.jsonl']).stderr).toMatch(
      /the output tagged.jsonl and what is adapted to tagged.jsonl are one file/,
    )
    expect(dir.read('tagged.jsonl')).toBe(tagged.join('\n'))
    dir.write('broken.jsonl', [...tagged, '{"id": 1', '{}'].join('\n'))
    expect(dir.wusum(['run', 'flat.jsonl', '--adapt', 'broken.jsonl']).stderr).toMatch(
      /2 records of what is adapted to could not be read/,
    )
  })

  it('goes on with the habits that were learned before an interruption', async () => {
    const heavy = [...tagged, ...flat].map((line) => line.replace('{', `{"note":"${'x'.repeat(40_000)}",`))
    const inputs = [dir.path(dir.write('heavy.jsonl', heavy.join('\n')))]
    const output = dir.path('whole.jsonl')
    await runJob({ inputs, output })
    const stopping = new AbortController()
    const resumed = { inputs, output: dir.path('resumed.jsonl'), checkpointSeconds: 0 }
    const stopped = runJob({
      ...resumed,
      signal: stopping.signal,
      onProgress: ({ pages }) => pages > 1 && stopping.abort(),
    })
    await expect(stopped).rejects.toThrow('interrupted')
    await runJob({ ...resumed, resume: true })
    expect(dir.read('resumed.jsonl')).toBe(dir.read('whole.jsonl'))
  })

  it('is told by evaluate', () => {
    const { stdout } = dir.wusum(['evaluate', 'tagged.jsonl', '--json'])
    const { alone, adapted } = JSON.parse(stdout) as Record<string, { f1: number }>
    expect(adapted!.f1).toBeGreaterThan(alone!.f1)
  })
})
