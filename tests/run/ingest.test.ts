import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { openRegistry, WusumError, type IngestedPage, type Page } from '../../dist/index.js'
import { openStore } from '../../dist/registry/index.js'
import { MemoryStore } from '../../dist/registry/memory.js'
import { loadSqlite } from '../../dist/registry/sqlite-driver.js'
import { marketPage, newsPage } from './news.js'

const listed = (id: string, ...tags: string[]): Page => ({ id, lists: [{ from: 'field', tags }] })
const brief = ({ tags }: IngestedPage): string[] => tags.map(({ tag }) => tag)

describe('a registry at work', () => {
  let folder: string
  let count = 0
  const fresh = (): string => path.join(folder, `${count++}.db`)
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wusum-ingest-'))
  })
  afterAll(() => fs.rmSync(folder, { recursive: true }))

  /** Surfaces with counts, pages and tag ids, and the settled spellings. */
  async function contents(where: string): Promise<string[]> {
    const store = await openStore(where, { create: false })
    const { surfaces, tags } = await store.snapshot()
    expect(await store.check()).toEqual([])
    await store.close()
    return [
      ...surfaces.map((s) => `${s.surface} ${s.count} ${s.pages} ${s.tag ?? ''}`),
      ...[...tags.values()].map((t) => JSON.stringify(t)),
    ].sort()
  }

  it('answers with unique canonical tags under stable ids', async () => {
    const registry = await openRegistry('memory:')
    const first = await registry.ingest(listed('1', 'إسرائيل', 'غزة', 'غزه'))
    expect(first.tags).toMatchObject([
      { tag: 'إسرائيل', surfaces: ['إسرائيل'], count: 1, confidence: 1, from: ['field'] },
      { tag: 'غزة', surfaces: ['غزة', 'غزه'], count: 2 },
    ])
    // The best written spelling that any page had.
    const second = await registry.ingest(listed('2', 'اسرائيل'))
    expect(second.tags).toMatchObject([{ id: first.tags[0]!.id, tag: 'إسرائيل', surfaces: ['اسرائيل'] }])
    expect(registry.tag(first.tags[0]!.id)).toBeUndefined()
    await registry.settle()
    expect(registry.tag(first.tags[0]!.id)).toEqual({ id: first.tags[0]!.id, tag: 'إسرائيل' })
    expect((await registry.ingest(listed('3', 'أسرائيل'))).tags[0]!.id).toBe(first.tags[0]!.id)
    await registry.close()
  })

  it('keeps homographs apart from the start', async () => {
    const registry = await openRegistry('memory:')
    const { tags } = await registry.ingest(listed('1', 'علي', 'على', 'عُمان', 'عَمّان'))
    expect(new Set(tags.map((t) => t.id)).size).toBe(4)
    await registry.settle()
    const again = await registry.ingest(listed('2', 'علي', 'على', 'عُمان', 'عَمّان'))
    expect(again.tags.map((t) => t.id)).toEqual(tags.map((t) => t.id))
    await registry.close()
  })

  it.each([
    ['غزة', 'غزّة', 'غزه'],
    ['عُمان', 'عمان'],
    ['كوفيد-19 الجديد', 'كوفيد 19 الجديد'],
    ['عبد الله', 'عبدالله'],
    ['مسؤول', 'مسئول'],
  ])('gives spellings that are one by rule one tag from the first page on: %s, %s', async (...tags: string[]) => {
    const registry = await openRegistry('memory:')
    const first = await registry.ingest(listed('1', ...tags))
    expect(first.tags.length).toBe(1)
    // In whatever order the page has them.
    const other = await openRegistry('memory:')
    const turned = await other.ingest(listed('1', ...tags.toReversed()))
    expect(turned.tags.map(({ id, tag }) => [id, tag])).toEqual(first.tags.map(({ id, tag }) => [id, tag]))
    await other.close()
    await registry.settle()
    const settled = await registry.ingest(listed('2', ...tags))
    expect(settled.tags.length).toBe(1)
    expect(registry.tag(first.tags[0]!.id)?.id).toBe(settled.tags[0]!.id)
    await registry.close()
  })

  it('takes a new spelling that differs in marks for the settled tag it agrees with, and no other', async () => {
    const registry = await openRegistry('memory:')
    await registry.ingest(listed('1', 'غزة', 'دِمَشق', 'عُمان', 'عَمّان'))
    await registry.settle()
    const [gaza, damascus, oman, amman] = (await registry.ingest(listed('1', 'غزة', 'دِمَشق', 'عُمان', 'عَمّان'))).tags
    const again = (await registry.ingest(listed('2', 'غَزّة', 'دمشق', 'عُمَان', 'عمّان'))).tags
    expect(again.map(({ id }) => id)).toEqual([gaza!.id, damascus!.id, oman!.id, amman!.id])
    await registry.close()
  })

  it('answers alike in two processes that met different pages, before anything is settled', async () => {
    const where = fresh()
    const a = await openRegistry(where)
    const b = await openRegistry(where)
    // Each has often met one spelling, and writes, looks up and is asked again and again.
    for (let i = 0; i < 4; i++) {
      await a.ingest(listed(`a${i}`, 'كوفيد-19 الجديد', 'اسرائيل'))
      await b.ingest(listed(`b${i}`, 'كوفيد 19 الجديد', 'إسرائيل'))
      await a.flush()
      await b.flush()
      await a.refresh()
      await b.refresh()
      const page = listed('x', 'كوفيد-19 الجديد', 'أسرائيل', 'كوفيد 19 الجديد')
      expect((await a.ingest(page)).tags).toEqual((await b.ingest(page)).tags)
    }
    await a.close()
    await b.close()
  })

  it('follows decisions once settled, and an old id leads on', async () => {
    const where = fresh()
    const registry = await openRegistry(where)
    const { tags } = await registry.ingest(listed('1', 'حماس', 'حركة حماس', 'اقرأ المزيد'))
    await registry.settle()
    const store = await openStore(where)
    await store.decide(
      [
        { verb: 'same', a: 'حماس', b: 'حركة حماس' },
        { verb: 'ignore', tag: 'اقرأ المزيد' },
      ],
      'سلمى',
    )
    await store.close()
    await registry.settle()
    const merged = await registry.ingest(listed('2', 'حماس', 'حركة حماس', 'اقرأ المزيد'))
    expect(merged.tags.length).toBe(1)
    for (const old of tags.slice(0, 2)) expect(registry.tag(old.id)?.id).toBe(merged.tags[0]!.id)
    // And on, when that tag is merged into another.
    for (let i = 0; i < 4; i++) await registry.ingest(listed(`more ${i}`, 'المقاومة'))
    await registry.settle()
    const curated = await openStore(where)
    await curated.decide([{ verb: 'same', a: 'المقاومة', b: 'حماس' }], 'سلمى')
    await registry.settle()
    const last = (await registry.ingest(listed('3', 'المقاومة', 'حماس'))).tags
    expect(last.length).toBe(1)
    for (const old of tags.slice(0, 2)) expect(registry.tag(old.id)?.id).toBe(last[0]!.id)
    // Taken back, every id leads to one of the tags that there are.
    await curated.undo([1, 3])
    await curated.close()
    await registry.settle()
    const apart = (await registry.ingest(listed('4', 'المقاومة', 'حماس', 'حركة حماس'))).tags.map(({ id }) => id)
    expect(apart.length).toBe(3)
    for (const old of tags.slice(0, 2)) expect(apart).toContain(registry.tag(old.id)?.id)
    await registry.close()
  })

  it('counts a page once and replaces a changed one', async () => {
    const where = fresh()
    const registry = await openRegistry(where)
    for (let i = 0; i < 3; i++) await registry.ingest(listed('1', 'غزة', 'مصر'))
    await registry.flush()
    await registry.ingest(listed('1', 'غزة'))
    await registry.ingest(listed('2', 'غزة'))
    await registry.close()
    const store = await openStore(where)
    const { surfaces, pages } = await store.snapshot()
    expect(pages).toBe(2)
    expect(surfaces.filter((s) => s.count > 0)).toMatchObject([{ surface: 'غزة', count: 2, pages: 2 }])
    await store.close()
  })

  it('sees what others write and settle', async () => {
    const where = fresh()
    const a = await openRegistry(where)
    const b = await openRegistry(where)
    await a.ingest(listed('1', 'إسرائيل'))
    await a.flush()
    await b.refresh()
    expect(brief(await b.ingest(listed('2', 'اسرائيل')))).toEqual(['إسرائيل'])
    await b.flush()
    await a.settle()
    const store = await openStore(where)
    await store.decide([{ verb: 'spell-as', tag: 'إسرائيل', as: 'اسرائيل' }], 'x')
    await store.close()
    await a.settle()
    await b.refresh()
    expect(brief(await b.ingest(listed('3', 'إسرائيل')))).toEqual(['اسرائيل'])
    await a.close()
    await b.close()
  })

  it('ends at the same contents with one writer or three, in any order', async () => {
    const one = fresh()
    const single = await openRegistry(one)
    for (let i = 0; i < 60; i++) await single.ingest(newsPage(i))
    await single.settle()
    const answers = [await single.ingest(newsPage(1000))]
    await single.close()

    const three = fresh()
    const writers = await Promise.all([1, 2, 3].map((n) => openRegistry(three, { batch: n, delay: 1 })))
    const order = Array.from({ length: 60 }, (_, i) => (i * 37) % 60)
    await Promise.all(order.map((i) => writers[randomInt(3)]!.ingest(newsPage(i))))
    // Delivered again, to another writer.
    await Promise.all(order.slice(0, 20).map((i) => writers[randomInt(3)]!.ingest(newsPage(i))))
    await Promise.all(writers.map((w) => w.flush()))
    await writers[0]!.settle()
    await writers[1]!.refresh()
    answers.push(await writers[0]!.ingest(newsPage(1000)), await writers[1]!.ingest(newsPage(1000)))
    await Promise.all(writers.map((w) => w.close()))
    expect(await contents(three)).toEqual(await contents(one))
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
  })

  it('ends at the same tags whatever was settled in between, flattened lists and replaced pages too', async () => {
    const once = fresh()
    const single = await openRegistry(once)
    for (let i = 0; i < 90; i++) await single.ingest(marketPage(i, i % 2))
    await single.settle()
    await single.close()

    const often = fresh()
    const registry = await openRegistry(often)
    for (let i = 89; i >= 0; i--) {
      await registry.ingest(marketPage(i))
      if (i % 20 === 5) await registry.settle()
      await registry.ingest(marketPage(i, i % 2))
    }
    await registry.settle()
    await registry.close()
    const held = async (where: string): Promise<string[]> => {
      const store = await openStore(where, { create: false })
      expect(await store.check()).toEqual([])
      const { surfaces, tags } = await store.snapshot()
      const evidence: string[] = []
      await store.snapshot({ evidence: (bytes) => evidence.push(Buffer.from(bytes).toString('base64')) })
      await store.close()
      const counted = surfaces.filter(({ count }) => count > 0)
      return [...counted.map((s) => `${s.surface} ${s.count} ${s.pages} ${tags.get(s.tag!)!.tag}`).sort(), ...evidence]
    }
    expect(await held(often)).toEqual(await held(once))
  })

  it('has everything that was acknowledged after being killed', async () => {
    const where = fresh()
    const script = fileURLToPath(new URL('ingest-writer.js', import.meta.url))
    const kept = new Set<string>()
    for (let round = 0; round < 4; round++) {
      const child = spawn(process.execPath, [script, where, String(round * 100), String(round * 100 + 5000)])
      let out = ''
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
      while (out.length < 600) await new Promise((resolve) => setTimeout(resolve, 20))
      child.kill('SIGKILL')
      await new Promise((resolve) => child.once('close', resolve))
      for (const id of out.slice(0, out.lastIndexOf('\n')).split('\n')) kept.add(id)
    }
    const store = await openStore(where)
    expect(await store.check()).toEqual([])
    const pages: string[] = []
    for await (const line of store.export()) {
      const row = JSON.parse(line) as { in: string; page: string }
      if (row.in === 'pages') pages.push(row.page)
    }
    expect(kept.size).toBeGreaterThan(20)
    expect([...kept].filter((id) => !pages.includes(id))).toEqual([])
    await store.close()
  })

  it('keeps what could not be written, and says when to try again', async () => {
    const where = fresh()
    const registry = await openRegistry(where, { patience: 50, batch: 2, waiting: 2, delay: 60_000 })
    const holder = loadSqlite()(where)
    holder.exec('BEGIN IMMEDIATE')
    await registry.ingest(listed('1', 'غزة'))
    await registry.ingest(listed('2', 'غزة'))
    // Too many wait: the third waits too, until the write fails.
    await expect(registry.ingest(listed('3', 'غزة'))).rejects.toMatchObject({ code: 'REGISTRY_BUSY', retry: true })
    await expect(registry.flush()).rejects.toMatchObject({ code: 'REGISTRY_BUSY', retry: true })
    holder.exec('COMMIT')
    holder.close()
    await registry.ingest(listed('3', 'غزة'))
    await registry.close()
    expect(await contents(where)).toEqual(['غزة 3 3 '])
    await expect(registry.ingest(listed('4', 'غزة'))).rejects.toMatchObject({ code: 'REGISTRY', retry: false })
  })

  it.each([
    ['that the code stumbles over', new TypeError('no such thing')],
    ['that the store refuses for good', new WusumError('REGISTRY', 'too long a row')],
  ])('keeps every page beside one %s, which is told once', async (_, reason) => {
    const write = Reflect.get(MemoryStore.prototype, 'apply')
    const spy = jest.spyOn(MemoryStore.prototype, 'apply').mockImplementation(function (this: MemoryStore, batch) {
      return batch.some(({ page }) => page === 'bad') ? Promise.reject(reason) : write.call(this, batch)
    })
    try {
      const registry = await openRegistry('memory:', { delay: 60_000 })
      for (const id of ['1', 'bad', '2']) await registry.ingest(listed(id, 'غزة'))
      await expect(registry.flush()).rejects.toMatchObject({
        code: 'REGISTRY',
        retry: false,
        message: `The page bad could not be kept: ${reason.message}`,
        where: { record: 'bad' },
      })
      await registry.flush()
      await registry.settle()
      const { tags } = await registry.ingest(listed('3', 'غزة'))
      expect(registry.tag(tags[0]!.id)).toMatchObject({ tag: 'غزة' })
      await registry.ingest(listed('bad', 'غزة'))
      await expect(registry.close()).rejects.toMatchObject({ where: { record: 'bad' } })
      expect(spy.mock.calls.flatMap(([batch]) => (batch.length === 1 ? batch : [])).map(({ page }) => page)).toEqual(
        expect.arrayContaining(['1', '2', '3']),
      )
    } finally {
      spy.mockRestore()
    }
  })

  it('stops at once when aborted', async () => {
    const where = fresh()
    const stop = new AbortController()
    const registry = await openRegistry(where, { batch: 1, waiting: 1, signal: stop.signal })
    await registry.ingest(listed('1', 'غزة'))
    await registry.flush()
    const holder = loadSqlite()(where)
    holder.exec('BEGIN IMMEDIATE')
    await registry.ingest(listed('2', 'غزة'))
    const waiting = registry.ingest(listed('3', 'غزة'))
    setTimeout(() => stop.abort(), 30)
    await expect(waiting).rejects.toMatchObject({ code: 'INTERRUPTED' })
    await expect(registry.flush()).rejects.toMatchObject({ code: 'INTERRUPTED' })
    holder.exec('ROLLBACK')
    holder.close()
    await registry.close()
    expect((await contents(where))[0]).toMatch(/^غزة [12] /)
  })

  it('writes by itself after a while', async () => {
    const where = fresh()
    const registry = await openRegistry(where, { delay: 20 })
    await registry.ingest(listed('1', 'غزة'))
    const other = await openStore(where)
    const until = Date.now() + 10_000
    while ((await other.cursor()).seq === 0 && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 20))
    expect((await other.cursor()).seq).toBe(1)
    await other.close()
    await registry.close()
  })

  it('loads no database until one is needed', async () => {
    const index = new URL('../../dist/index.js', import.meta.url).href
    const probe = `
      const { openRegistry } = await import(${JSON.stringify(index)})
      const registry = await openRegistry('memory:')
      await registry.ingest({ id: '1', lists: [{ from: 'field', tags: ['غزة'] }] })
      await registry.close()
      const { createRequire } = await import('node:module')
      const loaded = Object.keys(createRequire(import.meta.url).cache)
      console.log(loaded.filter((f) => /libsql|[\\\\/]pg[\\\\/]|yargs/.test(f)).length, loaded.length >= 0)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', probe])
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    await new Promise((resolve) => child.once('close', resolve))
    expect(out).toBe('0 true\n')
  })
})
