/** What is written for other systems, taken in by them. Where one is not here, its tests are skipped, and say so. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import Database from 'libsql'
import { Parser, type Quad } from 'n3'
import { skos } from '../../dist/emit/skos.js'
import { synonyms } from '../../dist/emit/synonyms.js'
import { wordPressShell, wordPressSql } from '../../dist/emit/wordpress.js'
import type { CanonicalTag } from '../../dist/core/types.js'
import { hostileTags } from './hostile.js'
import { tags as newsTags, variant } from './tags.js'

const folder = mkdtempSync(path.join(tmpdir(), 'wusum-test-'))
afterAll(() => rmSync(folder, { recursive: true }))
const systems = fileURLToPath(new URL('../../tests/emit/systems/', import.meta.url))
const textOf = (pieces: Iterable<string>): string => [...pieces].join('')

const tag = (name: string, variants: string[], more: Partial<CanonicalTag> = {}): CanonicalTag => ({
  tag: name,
  key: name,
  pages: 3,
  count: 5,
  shown: { pages: 3, count: 5 },
  variants: variants.map((surface) => variant(surface, 'orthographic')),
  related: [],
  ...more,
})

/** Tags of hostile text, none of which is in two of them. */
const hostile: CanonicalTag[] = (() => {
  const seen = new Set<string>()
  const fresh = (text: string): boolean => {
    const known = seen.has(text.trim())
    seen.add(text.trim())
    return !known && text.trim() !== ''
  }
  return fc
    .sample(hostileTags, { numRuns: 150, seed: 17 })
    .flat()
    .filter((one) => fresh(one.tag))
    .map((one) => ({ ...one, variants: one.variants.filter(({ surface }) => fresh(surface)) }))
})()

/** Skips loudly. */
function given(name: string, there: boolean): typeof describe | typeof describe.skip {
  if (!there) process.stderr.write(`SKIPPED, for ${name} is not here: tests of what is written for it\n`)
  return there ? describe : describe.skip
}

describe('SKOS', () => {
  const SKOS = 'http://www.w3.org/2004/02/skos/core#'
  const read = (tags: CanonicalTag[]): Quad[] => new Parser({ format: 'text/turtle' }).parse(textOf(skos(tags)))
  const labels = (quads: Quad[], kind: string) =>
    quads
      .filter(({ predicate }) => predicate.value === SKOS + kind)
      .map(({ subject, object }) => [subject.value, object])

  it('names concepts in Arabic, by their variants and folded forms too', () => {
    const text = textOf(
      skos([
        tag('غزة', ['غزّة', 'GAZA'], { id: 't1', key: 'غزه', related: [{ tag: 'غزاوي', relation: 'nisba' }] }),
        tag('قطاع غزة', [], { id: 't2', key: 'قطاع غزه', related: [{ tag: 'غزة', relation: 'wider' }] }),
        tag('غزاوي', []),
      ]),
    )
    expect(text.split('\n').slice(1)).toEqual([
      '@prefix skos: <http://www.w3.org/2004/02/skos/core#> .',
      '@prefix tag: <urn:wusum:tag:> .',
      '',
      'tag:all a skos:ConceptScheme .',
      '',
      'tag:t1 a skos:Concept ;',
      '  skos:inScheme tag:all ;',
      '  skos:prefLabel "غزة"@ar ;',
      '  skos:altLabel "غزّة"@ar ;',
      '  skos:altLabel "GAZA" ;',
      '  skos:hiddenLabel "غزه"@ar ;',
      '  skos:related tag:_%D8%BA%D8%B2%D8%A7%D9%88%D9%8A .',
      '',
      'tag:t2 a skos:Concept ;',
      '  skos:inScheme tag:all ;',
      '  skos:prefLabel "قطاع غزة"@ar ;',
      '  skos:hiddenLabel "قطاع غزه"@ar ;',
      '  skos:broader tag:t1 .',
      '',
      'tag:_%D8%BA%D8%B2%D8%A7%D9%88%D9%8A a skos:Concept ;',
      '  skos:inScheme tag:all ;',
      '  skos:prefLabel "غزاوي"@ar .',
      '',
    ])
  })

  it('is read by a parser, and every label comes back, of one kind only', () => {
    fc.assert(
      fc.property(hostileTags, (all) => {
        const quads = read(all)
        const sound = (text: string) => Buffer.from(text).toString()
        expect(labels(quads, 'prefLabel').map(([, label]) => (label as { value: string }).value)).toEqual(
          all.map((one) => sound(one.tag)),
        )
        const seen = ['prefLabel', 'altLabel', 'hiddenLabel'].flatMap((kind) =>
          labels(quads, kind).map(([subject, label]) => JSON.stringify([subject, label])),
        )
        expect(new Set(seen).size).toBe(seen.length)
        const concepts = new Set(quads.map(({ subject }) => subject.value))
        for (const kind of ['broader', 'related'])
          for (const [, other] of labels(quads, kind)) expect(concepts).toContain((other as { value: string }).value)
      }),
      { numRuns: 200 },
    )
  })

  it('has no concept that is related to one it is narrower than, and none narrower than itself', () => {
    const wider = (other: string) => ({ tag: other, relation: 'wider' as const })
    const all = [
      tag('a', [], { related: [wider('b'), { tag: 'c', relation: 'near' }] }),
      tag('b', [], { related: [wider('c')] }),
      tag('c', [], { related: [wider('a'), { tag: 'a', relation: 'near' }, { tag: 'gone', relation: 'near' }] }),
    ]
    const quads = read(all)
    expect(labels(quads, 'related')).toEqual([])
    expect(labels(quads, 'broader').map(([from, to]) => [from, (to as { value: string }).value])).toEqual([
      ['urn:wusum:tag:_a', 'urn:wusum:tag:_b'],
      ['urn:wusum:tag:_b', 'urn:wusum:tag:_c'],
    ])
  })
})

describe('synonyms', () => {
  it('lead to the canonical spelling', () => {
    const all = [tag('غزة', ['غزه', 'غزّة']), tag('C#, F# => .NET\\', ['#c']), tag('لبنان', []), tag('++', ['+'])]
    expect(textOf(synonyms(all)).split('\n').slice(1)).toEqual([
      'غزه, غزّة => غزة',
      '\\#c => C\\#\\, F\\# \\=\\> .NET\\\\',
      '',
    ])
  })
  const classpath = process.env['WUSUM_TEST_LUCENE']
  given('Lucene (.ci/lucene)', classpath !== undefined)('in Lucene', () => {
    it.each(['keyword', 'words'])('do what they say (%s)', (analyzer) => {
      const all = [...hostile, ...newsTags(300)].map((one) => ({
        ...one,
        tag: one.tag.trim(),
        variants: one.variants.map((it) => ({ ...it, surface: it.surface.trim() })),
      }))
      const file = path.join(folder, 'synonyms.txt')
      writeFileSync(file, textOf(synonyms(all)))
      // Of several tags that a spelling leads to only the first is asked for; a term of lines is none.
      const expected = new Map<string, string>()
      const usable = (text: string) => /[\p{L}\p{N}]/u.test(text) && !/\p{Cc}/u.test(text)
      for (const { tag: to, variants } of all)
        for (const { surface } of variants)
          if (usable(surface) && usable(to) && !expected.has(surface)) expected.set(surface, to)
      const java = spawnSync('java', ['-cp', classpath!, path.join(systems, 'Synonyms.java'), file, analyzer], {
        input: [...expected.keys()].join('\n'),
        encoding: 'utf8',
      })
      expect({ status: java.status, stderr: java.status === 0 ? '' : java.stderr }).toEqual({ status: 0, stderr: '' })
      if (analyzer === 'words') return
      const sound = (text: string) => Buffer.from(text).toString()
      const printed = java.stdout.split('\n').slice(0, -1)
      expect(printed).toHaveLength(expected.size)
      const wrong = [...expected].flatMap(([from, to], i) =>
        printed[i]!.startsWith(sound(to)) ? [] : [[from, to, printed[i]]],
      )
      expect(wrong).toEqual([])
    })
  })
})

/** Posts of a site, by the names of their tags as WordPress stores them. */
type Posts = readonly (readonly string[])[]
const stored = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
const mayBe = (text: string): boolean =>
  text.trim() === text && !/\p{Cc}/u.test(text) && Buffer.from(text).toString() === text && text.length < 100

/** A site in which every hostile spelling is a tag, beside others that are none of the tags'. */
function site(all: readonly CanonicalTag[]): { posts: Posts; wanted: Posts } {
  const posts: string[][] = []
  const wanted: string[][] = []
  for (const [i, one] of all.entries()) {
    const names = [one.tag, ...one.variants.map(({ surface }) => surface)].filter(mayBe).map(stored)
    if (!mayBe(one.tag) || names.length === 0) continue
    const bystander = `وسم ${i}`
    for (const some of [names, names.slice(-1), i % 5 ? names.slice(0, 1) : names.slice(1)]) {
      if (some.length === 0) continue
      posts.push([...some, bystander])
      wanted.push([stored(one.tag), bystander].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
    }
  }
  return { posts, wanted }
}
/** Tags with spellings of which no two are one to WordPress. */
const inWordPress: CanonicalTag[] = hostile.map((one) => ({
  ...one,
  variants: one.variants.filter(({ surface }) => stored(surface) !== stored(one.tag)),
}))

describe('SQL for WordPress', () => {
  it('merges the terms in SQLite, and again changes nothing', () => {
    const database = new Database(':memory:')
    database.exec(`CREATE TABLE wp_terms (term_id INTEGER PRIMARY KEY, name TEXT, slug TEXT, term_group INT DEFAULT 0);
      CREATE TABLE wp_term_taxonomy (term_taxonomy_id INTEGER PRIMARY KEY, term_id INT, taxonomy TEXT, count INT DEFAULT 0);
      CREATE TABLE wp_term_relationships (object_id INT, term_taxonomy_id INT, term_order INT, PRIMARY KEY (object_id, term_taxonomy_id));
      CREATE TABLE wp_termmeta (meta_id INTEGER PRIMARY KEY, term_id INT, meta_key TEXT, meta_value TEXT);
      CREATE TABLE wp_posts (ID INTEGER PRIMARY KEY, post_status TEXT)`)
    const { posts, wanted } = site(inWordPress)
    const ids = new Map<string, number>()
    for (const [post, names] of posts.entries()) {
      database.prepare('INSERT INTO wp_posts VALUES (?, ?)').run(post, 'publish')
      for (const name of names) {
        let id = ids.get(name)
        if (id === undefined) {
          ids.set(name, (id = ids.size + 10))
          database.prepare('INSERT INTO wp_terms (term_id, name, slug) VALUES (?, ?, ?)').run(id, name, `slug-${id}`)
          database.prepare("INSERT INTO wp_term_taxonomy VALUES (?, ?, 'post_tag', 0)").run(id + 1000, id)
        }
        database.prepare('INSERT OR IGNORE INTO wp_term_relationships VALUES (?, ?, 0)').run(post, id + 1000)
      }
    }
    // A term that another taxonomy has, too.
    const merged = inWordPress.filter((one) => mayBe(one.tag)).flatMap((one) => one.variants.map((it) => it.surface))
    const shared = ids.get(stored(merged.find(mayBe)!))!
    database.prepare("INSERT INTO wp_term_taxonomy VALUES (1, ?, 'category', 0)").run(shared)
    const names = () =>
      posts.map((_, post) =>
        (
          database
            .prepare(
              'SELECT t.name FROM wp_term_relationships r JOIN wp_term_taxonomy x USING (term_taxonomy_id) JOIN wp_terms t USING (term_id) WHERE object_id = ? ORDER BY t.name',
            )
            .all(post) as { name: string }[]
        ).map(({ name }) => name),
      )
    const sql = textOf(wordPressSql(inWordPress))
    database.exec(sql)
    expect(names()).toEqual(wanted)
    const everything = () =>
      ['wp_terms', 'wp_term_taxonomy', 'wp_term_relationships', 'wp_termmeta'].map((table) =>
        database.prepare(`SELECT * FROM ${table}`).all(),
      )
    const slugs = (database.prepare('SELECT meta_value FROM wp_termmeta').all() as { meta_value: string }[]).length
    expect(slugs).toBe(ids.size - new Set(wanted.flat()).size)
    const counts = database
      .prepare(
        "SELECT count(*) AS wrong FROM wp_term_taxonomy x WHERE taxonomy = 'post_tag' AND count > 0 AND count <> (SELECT count(*) FROM wp_term_relationships r WHERE r.term_taxonomy_id = x.term_taxonomy_id)",
      )
      .all()
    expect(counts).toEqual([{ wrong: 0 }])
    expect(database.prepare('SELECT term_id FROM wp_terms WHERE term_id = ?').all(shared)).toHaveLength(1)
    expect(database.prepare("SELECT name FROM sqlite_master WHERE name LIKE 'wusum%'").all()).toEqual([])
    const once = everything()
    database.exec(sql)
    expect(everything()).toEqual(once)
  })
})

const wordPress = process.env['WUSUM_TEST_WORDPRESS']
given('WordPress (.ci/wordpress)', wordPress !== undefined)('in WordPress', () => {
  const run = (command: string, args: string[], input: string, env: NodeJS.ProcessEnv = {}) => {
    const { status, stdout, stderr } = spawnSync(command, args, {
      input,
      encoding: 'utf8',
      env: { ...process.env, ...env },
      maxBuffer: 1 << 28,
    })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    return stdout
  }
  const php = (name: string, args: string[] = [], input = '') =>
    run('php', [path.join(systems, `${name}.php`), ...args], input)
  const client = ['--no-defaults', '-u', 'root', '-S', process.env['WUSUM_TEST_MARIADB'] ?? '']
  const told = () =>
    JSON.parse(php('tell')) as { posts: Posts; terms: Record<string, { count: number; slug: string; old: string[] }> }
  beforeAll(() => {
    run('mariadb', [...client, '-e', 'DROP DATABASE IF EXISTS wordpress; CREATE DATABASE wordpress'], '')
    php('seed', ['install'], '[]')
  })
  const some = inWordPress.slice(0, 80)
  const { posts, wanted } = site(some)
  const merge = {
    SQL: () => run('mariadb', [...client, '--default-character-set=utf8mb4', 'wordpress'], textOf(wordPressSql(some))),
    'wp-cli': (env: NodeJS.ProcessEnv = {}) => {
      const script = path.join(folder, 'merge.sh')
      writeFileSync(script, textOf(wordPressShell(some)))
      return run('sh', [script], '', { PATH: `${systems}:${process.env['PATH']}`, ...env })
    },
  }
  it.each(['SQL', 'wp-cli'] as const)('%s merges tags, posts keep theirs, slugs lead on', (way) => {
    php('seed', [], JSON.stringify(posts))
    const before = told()
    if (way === 'wp-cli') {
      expect(merge[way]({ WUSUM_DRY_RUN: '1' })).toMatch(/would merge [1-9]\d* tags\n$/)
      expect(told()).toEqual(before)
    }
    merge[way]()
    const after = told()
    // WordPress takes out of a name what it takes for markup, when it is given it anew: which posts share a tag is compared.
    const shared = (lists: Posts) => {
      const byName = new Map<string, number[]>()
      for (const [post, names] of lists.entries())
        for (const name of names) byName.set(name, [...(byName.get(name) ?? []), post])
      return [...byName.values()].map(String).sort()
    }
    if (way === 'SQL') expect(after.posts).toEqual(wanted)
    expect(shared(after.posts)).toEqual(shared(wanted))
    const slugs = Object.values(after.terms).flatMap(({ slug, old }) => [slug, ...old])
    expect(slugs.sort()).toEqual(
      Object.values(before.terms)
        .map(({ slug }) => slug)
        .sort(),
    )
    merge[way]()
    expect(told()).toEqual(after)
  })
  it('old slugs are redirected by the plugin of the docs', () => {
    php('seed', [], JSON.stringify([['غزة', 'غزه']]))
    run(
      'mariadb',
      [...client, '--default-character-set=utf8mb4', 'wordpress'],
      textOf(wordPressSql([tag('غزة', ['غزه'])])),
    )
    const plugin = fileURLToPath(new URL('../../docs/wordpress/wusum-old-slugs.php', import.meta.url))
    const visit = (slug: string) =>
      run('php', [path.join(systems, 'visit.php'), slug], '', { WUSUM_TEST_PLUGIN: plugin })
    const { terms } = told()
    expect(terms['غزة']).toEqual({ count: 1, slug: 'slug-0', old: ['slug-1'] })
    expect(visit('slug-1')).toMatch(/^301 http:\/\/localhost\/.*slug-0$/)
    expect(visit('slug-0')).toBe('')
    expect(visit('slug-9')).toBe('')
  })
})
