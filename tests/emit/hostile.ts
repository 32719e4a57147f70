import fc from 'fast-check'
import type { CanonicalTag } from '../../dist/core/types.js'

/** What means something to one language or another, beside plain text and the letters of tags. */
const SIGNS = [
  ...Array.from('\'"`\\$!#%&|;,<>=()[]{}*?~^@/:.-_+ \t\n\r\0\u0007\u001b\u007f'),
  ...['\u2028', '\u2029', '\u200f', '\u202e', '\ufeff', '\ud800', '\udfff', '😀', '\u0301', '\u00a0', '\u0085'],
  ...['=>', '\\\\', "''", '""', '\\"', "\\'", '\\u0041', '%00', '$(x)', '${x}', '`x`', '<?php', '?>', '<!--', '-->'],
  ...['*/', '/*', '--', ';--', '\nWUSUM\n', '\nEOF\n', '<b>', '&amp;', '&lt;', "'); DROP TABLE wp_terms; --"],
  ...Array.from('أإاآءؤئبتةثجحخدذرزسشصضطظعغفقكلمنهوىيﻻ'),
  ...Array.from('abcXYZ0129'),
]

/** Text that would break out of wherever it is put. */
export const hostile = fc
  .array(fc.constantFrom(...SIGNS), { minLength: 1, maxLength: 12 })
  .map((signs) => signs.join(''))

/** Tags of hostile text: no surface twice. */
export const hostileTags: fc.Arbitrary<CanonicalTag[]> = fc
  .uniqueArray(hostile, { minLength: 1, maxLength: 12 })
  .map((texts) => {
    const tags: CanonicalTag[] = []
    for (let at = 0; at < texts.length; at += 3) {
      const [tag, ...variants] = texts.slice(at, at + 3)
      tags.push({
        tag: tag!,
        ...(at % 2 ? { id: `t${at}` } : {}),
        key: texts[at + 1] ?? tag!,
        pages: 2,
        count: 3,
        shown: { pages: 2, count: 2 },
        variants: variants.map((surface) => ({ surface, count: 1, pages: 1, rule: 'orthographic', confidence: 0.75 })),
        related: at > 0 ? [{ tag: texts[0]!, relation: at % 2 ? 'wider' : 'near' }] : [],
      })
    }
    return tags
  })
