import { describe, expect, it } from '@jest/globals'
import { hostOf } from '../../dist/core/text/host.js'
import { spent } from '../spent.js'

describe('hostOf', () => {
  it.each([
    ['https://news.example/a/1', 'news.example'],
    ['https://www.news.example/a/1', 'news.example'],
    ['HTTP://WWW.News.Example', 'news.example'],
    ['http://news.example:8080/?q', 'news.example'],
    ['http://reader:word@www.news.example./#top', 'news.example'],
    ['https://ar.news.example/', 'ar.news.example'],
    ['https://www.مثال.example/خبر', 'xn--mgbh0fb.example'],
    ['https://سوق%.example/', 'سوق%.example'],
    ['https://xn--mgbh0fb.example/', 'xn--mgbh0fb.example'],
    ['http://[2001:db8::1]:80/', '[2001:db8::1]'],
    ['https://www', 'www'],
    ['urn:uuid:1', ''],
    ['pages/1.html', ''],
    ['https://', ''],
    ['', ''],
  ])('of %j is %j', (url, host) => {
    expect(hostOf(url)).toBe(host)
  })

  it('is quick for addresses made to be slow', () => {
    const start = spent()
    for (const part of ['@', 'a@', 'www.', '.', '[', ':', 'a']) hostOf(`http://${part.repeat(1_000_000 / part.length)}`)
    expect(spent() - start).toBeLessThan(500)
  })
})
