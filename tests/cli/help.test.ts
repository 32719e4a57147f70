import { afterAll, describe, expect, it } from '@jest/globals'
import { everything, manual, overview } from '../../dist/cli/help.js'
import { widthOf, wrapped } from '../../dist/cli/wrap.js'
import type { CommandModule } from 'yargs'
import { Workdir } from './workdir.js'

const NAMES = 'run tags compare diff explain evaluate registry report review reconcile completion help'.split(' ')

describe('help', () => {
  const dir = new Workdir()
  afterAll(() => dir.remove())
  const help = (...args: string[]) => {
    const { status, stdout, stderr } = dir.wusum(args)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    return stdout
  }

  it('is short: each command once, on one line', () => {
    const short = help('--help')
    for (const name of NAMES) expect(short.match(new RegExp(`^ {2}${name} {2,}[A-Z].{10,}$`, 'gm'))).toHaveLength(1)
    expect(short.split('\n').length).toBeLessThan(NAMES.length + 24)
    expect(short).not.toMatch(/--(output|registry|jobs)/)
    for (const args of [['-h'], ['help'], ['pages/', '--help']]) expect(help(...args)).toBe(short)
  })

  it.each(NAMES)('tells all of %s when asked in either way', (name) => {
    const long = help('help', name)
    expect(long).toMatch(/^Usage:\n {2}wusum /m)
    for (const args of [
      [name, '--help'],
      [name, '-h'],
      ['-q', name, '-qh'],
    ])
      expect(help(...args)).toBe(long)
  })

  it('tells of commands within a command', () => {
    expect(help('registry', '--help')).toMatch(/^ {2}decide {2,}Put/m)
    expect(help('registry', 'decide', '--help')).toMatch(/ignore TAG/)
    expect(help('help', 'registry', 'decide')).toBe(help('registry', 'decide', '-h'))
  })

  it('tells of everything with --all', () => {
    const all = help('--help', '--all')
    expect(help('help', '--all')).toBe(all)
    for (const title of [...NAMES, 'registry decide', 'registry undo']) expect(all).toContain(`\nwusum ${title}\n---`)
  })

  it('breaks no line twice, and none within a word', () => {
    for (const text of [help('--help'), help('--help', '--all')]) {
      const lines = text.split('\n')
      for (const line of lines)
        expect([widthOf(line) <= 80 || line.trim().startsWith('wusum'), line]).toEqual([true, line])
      // A paragraph that was broken twice has a line with one or two words between full ones.
      lines.forEach((line, i) => {
        const [before, after] = [lines[i - 1] ?? '', lines[i + 1] ?? '']
        const text = /^[^ ].*[a-z,]$/
        if (text.test(before) && text.test(line) && text.test(after))
          expect([line, line.length > 50]).toEqual([line, true])
      })
    }
  })

  it('refuses a command that is not there, and leaves what is behind -- alone', () => {
    expect(dir.wusum(['help', 'rnu'])).toMatchObject({ status: 2, stderr: expect.stringContaining('no command rnu') })
    expect(dir.wusum(['compare', '--', '-h', '--help'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('"-h"'),
    })
  })

  it('takes names, values, choices and defaults from what a command declares', () => {
    const module: CommandModule = {
      command: 'try <what>',
      describe: 'Try',
      builder: (argv) =>
        argv
          .usage('wusum try WHAT\n\nTry. One line\nis joined.\n\nCost: none.')
          .positional('what', { type: 'string', describe: 'A thing' })
          .option('output', { alias: 'o', type: 'string', describe: 'Where to' })
          .option('learn', { type: 'boolean', default: true, describe: 'Learn' })
          .option('lang', { choices: ['ar', 'en'], default: 'ar', describe: 'Language' })
          .option('kind', { choices: ['mapping', 'synonyms', 'labels'], demandOption: true, describe: 'Kind' })
          .option('secret', { type: 'boolean', hidden: true, describe: 'Nothing' })
          .option('most', { type: 'number', describe: 'At most' })
          .group(['most', 'gone'], 'Bounds')
          .example('wusum try it', 'tries')
          .epilogue('Defaults may stand elsewhere.'),
      handler: () => undefined,
    }
    expect(manual([module], ['try'], 80)).toBe(`Try. One line is joined.

Cost: none.

Usage:
  wusum try WHAT

Arguments:
  what  A thing

Options:
  -o, --output FILE       Where to
      --[no-]learn        Learn
      --lang ar|en        Language (default: ar)
      --kind NAME         Kind (one of mapping, synonyms, labels; required)

Bounds:
      --most N            At most

Examples:
  wusum try it
      tries

Defaults may stand elsewhere.
`)
    expect(manual([module], ['tri'])).toBeUndefined()
    expect(overview([module])).toContain('  try  Try\n')
    expect(everything([module])).toContain('\nwusum try\n---------\nTry. One')
    for (const line of manual([module], ['try'], 50)!.split('\n')) expect(line.length).toBeLessThan(50)
  })
})

describe('wrapping', () => {
  it.each<[string, number, number, string[]]>([
    ['one two three', 7, 0, ['one two', 'three']],
    ['one two three', 7, 2, ['one two', '  three']],
    ['  set in  wide', 10, 2, ['  set in', '  wide']],
    ['unbreakable', 5, 0, ['unbreakable']],
    ['a,b,c,d', 4, 0, ['a,b,', 'c,d']],
    ['قِطَاعُ غَزَّةَ', 8, 0, ['قِطَاعُ غَزَّةَ']],
    ['新闻 标签', 5, 0, ['新闻', '标签']],
    ['', 5, 0, ['']],
  ])('%j in %i cells', (text, width, hang, lines) => {
    expect(wrapped(text, width, hang)).toEqual(lines)
  })
})
