/** What the documents tell to type can be typed: commands run, scripts and files that they name are there. */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { main, Workdir } from './cli/workdir.js'

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'bench/RESULTS.md',
  'data/README.md',
  'train/README.md',
  ...readdirSync('docs').flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
]
const textOf = (file: string) => readFileSync(file, 'utf8')

it.each(documents)('%s names files and scripts that are there', (file) => {
  const text = textOf(file)
  const paths = Array.from(
    text.matchAll(/(?<![\w/.*-])(?:src|bench|train|tests|data|examples|docs|ui|package)\/[\w./-]+\.\w+/g),
    String,
  )
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: object }
  const names = Array.from(text.matchAll(/npm run ([\w:-]+)/g), ([, name]) => name!)
  // `npm run try` makes the one.
  expect(paths.filter((name) => name !== 'docs/try.html' && !existsSync(name))).toEqual([])
  expect(names.filter((name) => !Object.hasOwn(scripts, name))).toEqual([])
})

/** Lines of shell that call the command; without comments, and without those that need what is not here, or never end. */
const commands = documents
  .flatMap((file) => [...textOf(file).matchAll(/```sh\n([^]*?)```/g)].map(([, block]) => ({ file, block: block! })))
  .flatMap(({ file, block }) =>
    block
      .replaceAll('\\\n', '')
      .split('\n')
      .map((line) => line.replace(/\s#.*$/, '').trim())
      .filter((line) => /^(?:\w+=\S+ )*wusum /.test(line))
      .filter((line) => !/\b(?:review|reconcile|wp|psql|postgres|sqlite3|http|mysql)\b|:\/\//.test(line))
      .filter((line) => !line.includes('…') && !/\b[A-Z]{3,}\b/.test(line.replace(/\b\w+=/g, '')))
      .map((line) => [line, file] as const),
  )

describe('every command in the documents', () => {
  const workdir = new Workdir()
  beforeAll(() => {
    const tags = [
      ['غزة', 'حركة حماس', 'مصر'],
      ['غزه', 'حركة حماس', 'القاهرة'],
      ['حماس', 'إسرائيل', 'لبنان'],
    ]
    const jsonl = tags
      .map(
        (list, i) =>
          `${JSON.stringify({ id: String(i), title: 'خبر', text: `قال مصدر في ${list.join(' ')}`, tags: list })}\n`,
      )
      .join('')
    for (const name of ['pages.jsonl', 'tagged.jsonl', 'pages/a.jsonl', 'export/a.jsonl']) workdir.write(name, jsonl)
    const items = tags.map(
      (list, i) =>
        `<item><title>خبر</title><link>https://a.example/${i}</link><content:encoded>نص ${i}</content:encoded>` +
        `<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>` +
        list.map((tag) => `<category domain="post_tag" nicename="${i}"><![CDATA[${tag}]]></category>`).join('') +
        '</item>',
    )
    workdir.write(
      'posts.xml',
      `<?xml version="1.0"?><rss version="2.0" xmlns:content="c" xmlns:wp="w"><channel><title>م</title>${items.join('')}</channel></rss>`,
    )
    workdir.write('decisions.txt', 'same | غزة | غزه\n')
    for (const line of [
      'gzip -k < pages.jsonl > crawl.jsonl.gz',
      'wusum run pages.jsonl --registry tags.db -o tagged.out.jsonl',
      'wusum registry settle tags.db',
      'for n in 1 2 3; do wusum registry decide tags.db related غزة "مصر $n" --no-settle; done',
      'wusum tags pages.jsonl > old.jsonl',
      'wusum tags pages.jsonl > new.jsonl',
      'wusum tags pages.jsonl > tags.jsonl',
    ])
      shell(line)
  })
  afterAll(() => workdir.remove())

  function shell(line: string) {
    if (!existsSync(workdir.path('bin/wusum'))) {
      workdir.write('bin/wusum', `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`)
      chmodSync(workdir.path('bin/wusum'), 0o755)
    }
    const PATH = `${workdir.path('bin')}${path.delimiter}${process.env['PATH'] ?? ''}`
    const { status, stderr } = spawnSync('sh', ['-c', line], {
      cwd: workdir.folder,
      encoding: 'utf8',
      env: { ...process.env, PATH },
    })
    return { status, stderr }
  }

  it('is found', () => expect(commands.length).toBeGreaterThan(20))

  it.each(commands)('%s (%s)', (line) => {
    const { status, stderr } = shell(line)
    // diff says 1 where something differs.
    expect({
      status: /\bdiff\b|--dry-run/.test(line) && status === 1 ? 0 : status,
      stderr: status === 0 ? '' : stderr,
    }).toEqual({
      status: 0,
      stderr: '',
    })
  })
})
