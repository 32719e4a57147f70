import { expect, it } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

interface Tagged {
  id: string
  tags: string[]
}

const root = new URL('../', import.meta.url)
const linesOf = (text: string) => text.trim().split('\n').map((line) => JSON.parse(line) as unknown) // prettier-ignore
const expected = linesOf(readFileSync(new URL('tests/fixtures/samples.tags.jsonl', root), 'utf8')) as Tagged[]
const samples = fileURLToPath(new URL('data/samples', root))
const records = linesOf(
  execFileSync(process.execPath, [fileURLToPath(new URL('dist/cli/main.js', root)), 'run', samples], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
) as { id: string; tags: { tag: string }[] }[]

it('reads every sample page', () => {
  expect(records.map(({ id }) => id.replace(`${samples}/`, ''))).toEqual(expected.map(({ id }) => id))
})

it.each(expected)('finds exactly the tags of $id', ({ id, tags }) => {
  const record = records.find((one) => one.id === id || one.id === `${samples}/${id}`)
  expect(record?.tags.map(({ tag }) => tag)).toEqual(tags)
})
