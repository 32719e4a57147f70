import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { reasonInWords, ruleInWords } from '../../dist/emit/rule-words.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sources = (folder: string): string =>
  readdirSync(join(root, 'src', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, 'src', folder, name), 'utf8'))
    .join('\n')
const found = (text: string, pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map((it) => it[1]!))]

/** Rules that docs/SAMENESS.md names in its tables, besides those that the judge gives. */
const documented = found(
  readFileSync(join(root, 'docs/SAMENESS.md'), 'utf8'),
  /^\| ((?:`[a-z -]+`(?:, )?)+) \|/gm,
).flatMap((cell) => found(cell, /`([a-z -]+)`/g))
const given = found(sources('core'), /\b(?:one|apart|keep)\(\s*(?:told \?\? )?'([a-z -]+)'/g)
const codes = found(sources('read'), /code: '([A-Z_]+)'/g)
const repairs = found(sources('read'), /repairs?(?:\.add\(|: )'([a-z0-9-]+)'/g)
const setAside = found(sources('core'), /const REASONS = \[([^\]]+)\] as const/g).flatMap((list) =>
  found(list, /'([a-z-]+)'/g),
)

const inWords = (say: (name: string, lang: 'ar' | 'en') => string, name: string) => {
  expect(say(name, 'ar')).toMatch(/[ء-ي]{2}/)
  expect(say(name, 'en')).toMatch(/^[A-Za-z][A-Za-z0-9 ,-]+$/)
}

describe('words', () => {
  it('were looked for in the right places', () => {
    expect(documented).toEqual(expect.arrayContaining(['masked', 'short', 'listed together', 'near']))
    expect(given).toEqual(expect.arrayContaining(['guard', 'word-order', 'near']))
    expect(codes).toEqual(expect.arrayContaining(['NO_TEXT', 'TOO_LARGE']))
    expect(repairs).toEqual(expect.arrayContaining(['entities', 'invalid-utf-8']))
    expect(setAside).toEqual(expect.arrayContaining(['title-words']))
  })
  const rules = [...new Set([...documented, ...given, 'inflection', 'nisba', 'prefix', 'wider', 'narrower', 'shown'])]
  it.each(rules)('are there for the rule %s, in both languages', (rule) => inWords(ruleInWords, rule))
  it.each([...codes, ...repairs, ...setAside, 'sentence', 'windows-1256'])('are there for the reason %s', (reason) =>
    inWords(reasonInWords, reason),
  )
  it('are the name itself where a file of tags has a rule of its own', () => {
    expect(ruleInWords('<b>', 'ar')).toBe('<b>')
    expect(reasonInWords('constructor', 'en')).toBe('constructor')
  })
})
