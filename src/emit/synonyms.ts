/**
 * Synonyms as Solr has them, which Elasticsearch and OpenSearch take too: every other spelling leads to the canonical one.
 */
import type { CanonicalTag } from '../core/types.js'

/** What an analyzer would find a word in, and a line holds. */
const usable = (text: string): boolean => /[\p{L}\p{N}]/u.test(text) && !/\p{Cc}/u.test(text)

const escaped = (text: string): string => text.replace(/[\\,=>#]/g, '\\$&')

export function* synonyms(tags: Iterable<CanonicalTag>): Generator<string> {
  yield '# wusum tags: every other spelling leads to the canonical one\n'
  for (const { tag, variants } of tags) {
    if (!usable(tag)) continue
    const others = variants.map(({ surface }) => surface).filter(usable)
    if (others.length > 0) yield `${others.map(escaped).join(', ')} => ${escaped(tag)}\n`
  }
}
