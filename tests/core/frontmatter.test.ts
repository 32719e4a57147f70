/** The head of a page that a static site generator makes: what it names as tags, and where it ends. */
import { describe, expect, it } from '@jest/globals'
import { frontMatter } from '../../dist/core/text/frontmatter.js'
import { loadModel } from '../../dist/model/index.js'

const { layout, letters } = loadModel()
/** Lists as `a | b`, runs as `{a}`; `no head` where there is none. */
const told = (text: string) => {
  const head = frontMatter(text, layout, letters)
  if (!head) return 'no head'
  return [...head.lists.map((list) => list.join(' | ')), ...head.runs.map((run) => `{${run.join(' | ')}}`)].join('; ')
}
const yaml = (...lines: string[]) => `---\n${lines.join('\n')}\n---\nسوق\n`

describe('a head', () => {
  it.each([
    ['of YAML', '---\ntags: [صيد, بحر]\n---\n'],
    ['of YAML that ends with dots', '---\ntags: [صيد, بحر]\n...\n'],
    ['with blanks behind its lines', '---  \ntags: [صيد, بحر]\n--- \t\n'],
    ['of lines as Windows has them', '---\r\ntags: [صيد, بحر]\r\n---\r\n'],
    ['of TOML', '+++\ntags = ["صيد", "بحر"]\n+++\n'],
    ['of JSON', '{\n"tags": ["صيد", "بحر"]\n}\n'],
    ['of Org', '#+tags: صيد, بحر\n#+date: 1\nسوق\n'],
    ['of Org, of colons', '#+FILETAGS: :صيد:بحر:\nسوق\n'],
    ['behind blanks and a byte order mark', '\ufeff\n\n---\ntags: [صيد, بحر]\n---\n'],
    ['behind twenty blanks', `${'\n'.repeat(20)}---\ntags: [صيد, بحر]\n---\n`],
  ])('%s', (_, text) => {
    expect(told(text)).toBe('صيد | بحر')
  })

  it.each([
    ['behind twenty-one blanks', `${'\n'.repeat(21)}---\ntags: [صيد]\n---\n`],
    ['behind a line', 'سوق\n---\ntags: [صيد]\n---\n'],
    ['that is not closed', '---\ntags: [صيد]\n'],
    ['closed as another is', '---\ntags: [صيد]\n+++\n'],
    ['closed within a line', '---\ntags: [صيد]\nسوق ---\n'],
    ['opened within a line', '--- tags: [صيد]\n---\n'],
    ['that is too long', `---\ntags: [صيد]\n${'x: y\n'.repeat(4000)}---\n`],
  ])('is none %s', (_, text) => {
    expect(told(text)).toBe('no head')
  })

  it('ends behind its last line, and is where its tags are', () => {
    const text = `\n${yaml('title: x', 'tags:', '- صيد', '- بحر', 'draft: true', 'keywords: [ملح]')}`
    const head = frontMatter(text, layout, letters)!
    expect(text.slice(head.end)).toBe('\nسوق\n')
    expect(head.spans.map(([start, end]) => text.slice(start, end))).toEqual(['tags:\n- صيد\n- بحر', 'keywords: [ملح]'])
  })
})

describe('tags of a head', () => {
  it.each<[string, string[], string]>([
    ['quoted', [`tags: ["صيد, بحر", 'ملح''س']`], "صيد, بحر | ملح'س"],
    ['with escapes', ['tags: ["\\u0635يد", "ب\\"حر"]'], 'صيد | ب"حر'],
    ['over lines', ['tags: [', '  صيد,', '  بحر', ']', 'keywords: [ملح]'], 'صيد | بحر; ملح'],
    ['with a closing bracket in quotes', ['tags: ["صيد [أ] ميناء", بحر]', 'x: y'], 'صيد [أ] ميناء | بحر'],
    ['with an escaped quote before it', ['tags: ["صيد\\"] ميناء", بحر]', 'x: y'], 'صيد"] ميناء | بحر'],
    ['never closed, to the end of the head', ['tags: [صيد, بحر', 'x'], 'صيد | بحر | x'],
    ['with an Arabic comma', ['tags: [صيد، بحر]'], 'صيد | بحر'],
    ['in lines', ['tags:', '- صيد', '  - بحر', '-', 'x: y', '- ملح'], 'صيد | بحر'],
    ['in lines with comments and gaps', ['tags: # كل', '# x', '- صيد # y', '', '- "بحر # z"', 'x: y'], 'صيد | بحر # z'],
    ['in lines, no other list', ['other:', '- صيد'], ''],
    ['in a string, by commas', ['tags: صيد, بحر'], 'صيد | بحر'],
    ['in a string, by semicolons', ['tags: صيد؛ بحر; ملح'], 'صيد | بحر | ملح'],
    ['in a string with a comma behind', ['"tags": "صيد بحر",'], '{صيد بحر}'],
    ['of one word', ['tags: صيد'], 'صيد'],
    ['of two words', ['tags: صيد بحر'], '{صيد بحر}'],
    ['of two words with a comment', ['tags: صيد بحر # ملح'], '{صيد بحر}'],
    ['with a hash in a word', ['tags: صيد#بحر ملح'], '{صيد#بحر ملح}'],
    ['between colons', ['tags: :صيد:بحر:'], 'صيد | بحر'],
    ['between single colons only', ['tags: :صيد::بحر:'], 'صيد::بحر'],
    ['under a key in other letters', ['TAGS : [صيد]', 'Keywords= بحر'], 'صيد; بحر'],
    ['under no other key', ['tagsx: [صيد]', 'my tags: [بحر]'], ''],
    ['of nothing', ['tags: null', 'keywords: ~', 'tag: none', 'categories: []'], ''],
  ])('%s', (_, lines, expected) => {
    expect(told(yaml(...lines))).toBe(expected)
  })
})
