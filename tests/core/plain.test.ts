/** A text without the markup that converters leave: what is taken for markup and what stays. Blanks as dots. */
import { describe, expect, it } from '@jest/globals'
import { plain } from '../../dist/core/text/plain.js'

const shown = (text: string) => plain(text).replaceAll(' ', '.')
const dots = (count: number) => '.'.repeat(count)

describe('a link', () => {
  it.each([
    ['is its text', '[سوق](/t)', `¦سوق¦${dots(4)}`],
    ['may have no text', '[](/t)', `¦¦${dots(4)}`],
    ['may have no target', '[سوق]() (بحر)', `¦سوق¦${dots(2)}.(بحر)`],
    ['may have a number for its target', '[سوق][12]', `¦سوق¦${dots(4)}`],
    ['stands amid others', 'بحر [سوق](a) [صيد](b) ملح', `بحر.¦سوق¦${dots(3)}.¦صيد¦${dots(3)}.ملح`],
    ['may have brackets in its target', '[سوق](/غزة_(مدينة)) بحر', `¦سوق¦${dots(14)}.بحر`],
    ['ends with its target', '[سوق](/غزة) (مدينة)', `¦سوق¦${dots(6)}.(مدينة)`],
    ['whose inner bracket is never closed ends with it', '[سوق](/غزة_(مدينة) بحر', `¦سوق¦${dots(13)}.بحر`],
    ['whose outer bracket is in the next line ends with the inner', '[سوق](/غ_(م)\n)', `¦سوق¦${dots(7)}\n)`],
    ['of an image is nothing', '![سوق](/a.png) بحر', `${dots(14)}.بحر`],
    ['behind an exclamation mark of another link is one', '[سوق](a)![صيد](b)', `¦سوق¦${dots(3)}${dots(9)}`],
    ['is none whose target is in the next line', '[سوق](/t\n)', '[سوق](/t\n)'],
    ['is none whose text begins in the line before', '[س\nوق](/t)', '[س\nوق](/t)'],
    ['is none without its beginning', 'سوق](/t)', 'سوق](/t)'],
    ['is none without its end', '[سوق](/t', '[سوق](/t'],
    ['is none without its end, and another is', '[سوق](/t [صيد][1]', `[سوق](/t.¦صيد¦${dots(3)}`],
    ['does not begin in the one before', '[سوق](a)](b)', `¦سوق¦${dots(3)}](b)`],
    ['has a text of 299 units', `[${'س'.repeat(299)}](t)`, `¦${'س'.repeat(299)}¦${dots(3)}`],
    ['has no longer text', `[${'س'.repeat(300)}](t)`, `[${'س'.repeat(300)}](t)`],
  ])('%s', (_, text, expected) => {
    expect(shown(text)).toBe(expected)
  })
})

describe('markup', () => {
  it.each([
    ['a number of lynx', '[7]سوق [1234]صيد', `¦${dots(2)}سوق.¦${dots(5)}صيد`],
    ['no number of five figures', '[12345]سوق', '[12345]سوق'],
    ['no word in brackets', '[سوق]', '[سوق]'],
    ['an element', 'سوق<br/>صيد</a >', `سوق¦${dots(4)}صيد¦${dots(4)}`],
    ['an element of 502 units', `<a${'x'.repeat(500)}>`, `¦${dots(502)}`],
    ['no longer one', `<a${'x'.repeat(501)}>`, `<a${'x'.repeat(501)}>`],
    ['a comment', '<!-- سوق -->', `¦${dots(11)}`],
    ['a comment of 500 units', `<!--${'x'.repeat(500)}-->`, `¦${dots(506)}`],
    ['no longer comment', `<!--${'x'.repeat(501)}-->`, `<!--${'x'.repeat(501)}-->`],
    ['no element of two lines', '<a\n>', '<a\n>'],
    ['no sign of less', '5 < 7 > 3', '5.<.7.>.3'],
    [
      'blank entities',
      'سوق&nbsp;صيد&ZWNJ;&#160;&#xA0;&#8204;&rlm;&lrm;',
      `سوق${dots(6)}صيد${dots(6 + 6 + 6 + 7 + 5 + 5)}`,
    ],
    ['no other entity', 'سوق&amp;صيد', 'سوق&amp;صيد'],
    ['a thousands separator that is none', 'سوق٬صيد', 'سوق،صيد'],
    ['one before a number', 'سوق٬5', 'سوق،5'],
    ['one behind a number', '5٬سوق', '5،سوق'],
    ['none within a number', '١٬٠٠٠', '١٬٠٠٠'],
  ])('%s', (_, text, expected) => {
    expect(shown(text)).toBe(expected)
  })
})
