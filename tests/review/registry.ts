/** A small registry of pages written for these tests. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { fold } from '../../dist/core/text/fold.js'
import type { CanonicalTag } from '../../dist/core/types.js'
import { loadModel } from '../../dist/model/index.js'
import { openStore } from '../../dist/registry/index.js'

/** Tags with the number of pages that carry them. `عزة` and `غزة` are too short to tell by spelling alone. */
export const TAGS: Readonly<Record<string, number>> = {
  غزة: 40,
  غزه: 9,
  غـزة: 2,
  عزة: 12,
  حلب: 8,
  حرب: 20,
  'مهرجان قرطاج': 7,
  'بيني غانتس': 20,
  'بني غانتس': 3,
  'COVID-19': 6,
  'أسعار النفط': 5,
  'اسعار النفط': 2,
}

export async function fill(where: string, tags: Readonly<Record<string, number>> = TAGS): Promise<void> {
  const letters = loadModel().letters
  const store = await openStore(where)
  const pages = new Map<string, string[]>()
  for (const [tag, count] of Object.entries(tags))
    for (let i = 0; i < count; i++) {
      const page = `https://news.example/${i}`
      pages.set(page, [...(pages.get(page) ?? []), tag])
    }
  await store.apply(
    [...pages].map(([page, list]) => ({
      page,
      digest: '1',
      surfaces: list.map((surface) => ({ surface, key: fold(surface, 'orthographic', letters), count: 1 })),
    })),
  )
  await store.close()
}

/** What the command line says of the registry. */
export function listed(where: string): ReadonlyMap<string, CanonicalTag> {
  const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
  const out = execFileSync(process.execPath, [main, 'tags', '--registry', where], { encoding: 'utf8' })
  const tags = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as CanonicalTag)
  return new Map(tags.map((tag) => [tag.tag, tag]))
}

/** Every spelling, sorted, of the tag that has this one, as the command line says. */
export function spellings(where: string, surface: string): string[] {
  const all = [...listed(where).values()].map((tag) => [tag.tag, ...tag.variants.map((it) => it.surface)].sort())
  return all.find((it) => it.includes(surface)) ?? []
}
