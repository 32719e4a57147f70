import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { run } from '../../dist/index.js'
import { records } from '../cli/workdir.js'

const folder = mkdtempSync(path.join(os.tmpdir(), 'wusum-side-by-side-'))
const at = (name: string): string => path.join(folder, name)
afterAll(() => rmSync(folder, { recursive: true }))

describe('spellings that one author lists side by side', () => {
  /** Tags of one list each, and how many they are. */
  const lists: readonly (readonly [tags: readonly string[], count: number])[] = [
    [['السارد', 'السرد'], 2],
    [['معاوية الصاوي', 'معاوية الساوي'], 2],
    [['سد بوتنزا', 'سد بوتينزا'], 2],
    // Orthographic twins, other spaces, and what one rule makes one: authors list these to be found under both.
    [['مكتبة المدينة', 'مكتبه المدينه'], 1],
    [['خان يونس', 'خانيونس'], 1],
    [['هونغ كونغ', 'هونج كونج'], 1],
    // A slip, and its word.
    [['مجلس الوزارء', 'مجلس الوزراء'], 1],
  ]
  it.each([
    ['a page alone', { learn: false }],
    ['a collection', {}],
    ['a registry', { registry: at('tags.db') }],
  ])('are two tags but for twins and slips, in %s', async (name, options) => {
    writeFileSync(at('pages.jsonl'), lists.map(([tags], id) => JSON.stringify({ id: `${id}`, tags })).join('\n'))
    const output = at(`${name}.out`)
    await run({ inputs: [at('pages.jsonl')], output, ...options })
    const shown = records(readFileSync(output, 'utf8'))
    expect(shown.map(({ tags }, i) => [lists[i]![0][0], tags.length])).toEqual(
      lists.map(([[first], count]) => [first, count]),
    )
  })
})
