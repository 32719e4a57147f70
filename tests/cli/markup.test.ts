import { afterAll, describe, expect, it } from '@jest/globals'

import { Workdir, records } from './workdir.js'

/** Text that holds marks, and feeds, through the real command. */
const workdir = new Workdir()
afterAll(() => workdir.remove())

/** The tags of each page of a file. */
function tagsOf(name: string, content: string): string[][] {
  workdir.write(name, content)
  const { status, stdout, stderr } = workdir.wusum(['run', '--no-learn', name])
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' })
  return records(stdout).map(({ tags }) => tags.map(({ tag }) => tag))
}

describe('a text that merely holds a mark is text', () => {
  const LIST = 'كلمات دلالية: مرفأ، شباك، قوارب'
  const SENTENCE = 'بدأ الموسم في الخليج مع أول أيام الشهر.'
  const texts = {
    'an image that nothing closes': `${SENTENCE}\n<img نص\n${LIST}`,
    'a division that nothing closes': `${SENTENCE}\n<div class="x" نص\n${LIST}`,
    'a quote that nothing closes': `${SENTENCE}\n<a href="x>رابط</a> ثم <b class="y">نص</b>\n${LIST}`,
    'a comment that nothing closes': `${SENTENCE} <p>\n<!-- تعليق\n${LIST}`,
    'a tag at the very end': `${SENTENCE}\n${LIST}\n<p`,
    'less than': `السعر <30 ريالا والوزن < كيلو\n${LIST}`,
    'quotation marks of a kind': `<<${SENTENCE}>>\n${LIST}`,
    'marks in another alphabet': `<عاجل> ${SENTENCE}\n${LIST}`,
    'markup indeed': `<p>${SENTENCE}</p><div title="أ > ب">نص</div><p>${LIST}</p>`,
  }
  const expected = Object.keys(texts).map(() => ['مرفأ', 'شباك', 'قوارب'])

  it('in a field', () => {
    const lines = Object.entries(texts).map(([id, text]) => JSON.stringify({ id, text }))
    expect(tagsOf('fields.jsonl', lines.join('\n'))).toEqual(expected)
  })

  it('in a file, unless it begins with a whole mark', () => {
    const files = Object.values(texts).map((text, at) => workdir.write(`texts/${at}.txt`, text))
    const { stdout } = workdir.wusum(['run', '--no-learn', ...files])
    expect(records(stdout).map(({ tags }) => tags.map(({ tag }) => tag))).toEqual(expected)
  })
})

describe('a feed of Blogger', () => {
  const category = (kind: string, terms: readonly string[]): string =>
    `<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#${kind}'/>` +
    terms.map((term) => `<category scheme='http://www.blogger.com/atom/ns#' term='${term}'/>`).join('')
  const entry = (kind: string, ...terms: string[]): string =>
    `<entry><id>${kind}</id>${category(kind, terms)}<title type='text'>عنوان</title><content type='html'>&lt;p&gt;نص قصير عن الصيد في الخليج.&lt;/p&gt;</content></entry>`

  it('has labels, and no kinds; comments, settings, drafts and pages of the site are no pages', () => {
    const feed = [
      entry('post', 'صيد', 'شباك'),
      entry('comment', 'رد'),
      entry('settings'),
      entry('template'),
      entry('page'),
      entry('post', 'مسودة').replace('</entry>', '<app:control><app:draft>yes</app:draft></app:control></entry>'),
      entry('post', 'مرفأ').replace('</entry>', '<app:control><app:draft>no</app:draft></app:control></entry>'),
    ]
    const content = `<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'><title>مدونة</title>${feed.join('')}</feed>`
    expect(tagsOf('blog.xml', content)).toEqual([['صيد', 'شباك'], ['مرفأ']])
  })

  it('of the newer kind tells posts from comments too', () => {
    const item = (type: string, term: string, status = 'LIVE'): string =>
      `<entry><id>${type}</id><blogger:status>${status}</blogger:status><blogger:type>${type}</blogger:type><title>عنوان</title><content type='html'>نص عن الصيد</content><category scheme='tag:blogger.com,1999:blog-1' term='${term}'/></entry>`
    const content = `<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>مدونة</title>${item('POST', 'صيد')}${item('COMMENT', 'رد')}${item('PAGE', 'اتصل')}${item('POST', 'مسودة', 'DRAFT')}${item('POST', 'قديم', 'SOFT_TRASHED')}</feed>`
    expect(tagsOf('takeout.atom.xml', content)).toEqual([['صيد']])
  })
})
