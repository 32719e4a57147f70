import { afterAll, describe, expect, it } from '@jest/globals'

import { formatOf } from '../../dist/read/detect.js'
import { Shelf, readAll, told } from './shelf.js'
import { spent } from '../spent.js'

const shelf = new Shelf()
afterAll(() => shelf.remove())

describe('markup is told by its root', () => {
  it.each<[string, string, string | RegExp]>([
    ['<?xml version="1.0"?><rss version="2.0">', 'a', 'feed'],
    ['<feed xmlns="http://www.w3.org/2005/Atom">', 'a', 'feed'],
    ['<rdf:RDF xmlns="http://purl.org/rss/1.0/">', 'a', 'feed'],
    ['<?xml version="1.0"?><urlset xmlns:news="n"><url><news:keywords>', 'a', 'feed'],
    ['<?xml version="1.0"?><urlset><url><loc>', 'a.xml', /^a sitemap without keywords/],
    ['<sitemapindex><sitemap></sitemap></sitemapindex>', 'a', /^an index of sitemaps/],
    ['<opml version="1.0"></opml>', 'a.opml', /^a list of feeds/],
    ['<?xml version="1.0"?>\n<!-- x --><!DOCTYPE kml [<!ENTITY a "b>">]>\n<kml xmlns="x">', 'a', /<kml>/],
    ['<?xml version="1.0"?><الأخبار><خبر>', 'a.xml', /<الأخبار>/],
    ['<?xml version="1.0"?><article><p>نص</p>', 'a', /<article>/],
    ['<article xmlns:xlink="x"><p>نص</p>', 'a', /<article>/],
    ['<tei:TEI><p>نص</p>', 'a', /<tei:TEI>/],
    ['<article><p>نص</p></article>', 'a.xml', /<article>/],
    ['<records><row>x</row></records>', 'a', /<records>/],
    ['<records><row>x</row></records>', 'a.html', /<records>/],
    ['<article><p>نص</p></article>', 'a', 'html'],
    ['<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html>', 'a', 'html'],
    ['<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', 'a.xml', 'html'],
    ['<?xml version="1.0"?><div xmlns="http://www.w3.org/1999/xhtml">', 'a', 'html'],
    ['<?xml version="1.0"?><div>نص</div>', 'a.html', 'html'],
    ['<?xml version="1.0"?><meta name="a"><html>', 'a', 'html'],
    ['<app-root><p>نص</p></app-root>', 'a', 'html'],
    ['<note>نص', 'a.txt', 'html'],
    ['<?php the_header(); ?><div>', 'a.php', 'html'],
    ['{% extends "base" %}<p>نص', 'a.html', 'html'],
    ['{{ title }}<p>نص', 'a.html', 'html'],
    ['{# note #}<p>نص', 'a.htm', 'html'],
    ['{{< figure >}} نص', 'a.md', 'text'],
    ['{"id":1}', 'a.html', 'jsonl'],
    ['<!DOCTYPE rss SYSTEM "x.dtd"><rss>', 'a', 'feed'],
    ['<!DOCTYPE rss [<!ENTITY x ">">] ><rss>', 'a', 'feed'],
    ['<!DOCTYPE rss [<!ENTITY x "y">', 'a.xml', 'html'],
    ['<!DOCTYPE rss [<!ENTITY x "y">]', 'a.xml', 'html'],
    ['<!-- rss <rss>', 'a.html', 'html'],
    ['<!DOCTYPE html><rss>', 'a', 'html'],
    ['<?xml version="1.0"?><mediawiki>', 'a', 'wiki'],
    ['<metadata><dcvalue element="x">', 'a', 'catalogue'],
    ['<metadata><x>', 'a.xml', /<metadata>/],
    ['<rdf:RDF xmlns:n="http://my.netscape.com/rdf/simple/0.9/">', 'a', 'feed'],
    ['<rdf:RDF xmlns:x="x"><item rdf:about="x">', 'a', 'feed'],
    ['<rdf:RDF xmlns:x="x"><items>', 'a', /<rdf:RDF>/],
    ['<svg xmlns="x"><p>', 'a', /^an image/],
    ['<?xml version="1.0"?><html><p>', 'a.xml', 'html'],
    ['<!DOCTYPE article SYSTEM "x"><article><p>نص</p>', 'a', /<article>/],
    ['<!DOCTYPE rss SYSTEM "x"><rss><title>[أخبار]</title>', 'a', 'feed'],
    ['<!DOCTYPE rss [<!ENTITY x "[y">]><rss>', 'a', 'feed'],
    ['<!DOCTYPE html [<!ENTITY x "y">]><rss>', 'a', 'html'],
    ['<!doctypes><rss>', 'a', 'feed'],
    ['<![CDATA[x]]><rss>', 'a', 'feed'],
    [`<?xml version="1.0"?><article>${' '.repeat(5000)}<html >`, 'a', 'html'],
  ])('%s (%s)', (text, path, expected) => {
    const format = formatOf(Buffer.from(text), path)
    if (typeof expected === 'string') expect(format).toBe(expected)
    else expect((format as { foreign: string }).foreign).toMatch(expected)
  })

  it('of nothing but openings takes no longer than it is long', () => {
    for (const unit of ['<!--', '<?', '<!DOCTYPE a [', '<!DOCTYPE a>', '<a', '<a ', '--\n', '/*', ' \n', 'SET x;\n']) {
      const start = spent()
      formatOf(Buffer.from(unit.repeat(20_000)), 'a')
      expect(spent() - start).toBeLessThan(300)
    }
  })
})

describe('what goes with pages', () => {
  const page = '<p>نص عن المرفأ</p>'
  const passed = async (inputs: readonly string[]): Promise<[pages: string[], assets: string[]]> => {
    const assets: string[] = []
    const { items } = await readAll(
      inputs.map((input) => `${shelf.folder}/${input}`),
      { onAsset: (path) => assets.push(path) },
    )
    const short = (path: string): string => path.replace(`${shelf.folder}/`, '')
    return [told(items).map(short), assets.map(short)]
  }

  it('is passed by in a folder, and counted', async () => {
    shelf.file('site/a.html', page)
    shelf.file('site/a_files/frame.html', page)
    shelf.file('site/a_files/deep/b.txt', 'نص')
    shelf.file('site/other_files/b.html', page)
    shelf.file('site/image', Buffer.from('\x89PNG\r\n', 'latin1'))
    shelf.file('site/logo', '<svg xmlns="http://www.w3.org/2000/svg"><text>نص</text></svg>')
    shelf.file('site/scan.pdf', '%PDF-1.7')
    shelf.file('site/style.css?ver=6.4', 'p{}')
    const assets = ['a_files/deep/b.txt', 'a_files/frame.html', 'image', 'logo', 'style.css?ver=6.4'].map(
      (n) => `site/${n}`,
    )
    const pages = ['site/a.html', '!UNSUPPORTED', 'site/other_files/b.html']
    for (const inputs of [['site'], ['site/**/*'], ['site/*', 'site/a_files/**']]) {
      const [read, by] = await passed(inputs)
      expect([read.slice().sort(), by.slice().sort()]).toEqual([
        inputs[1] === undefined ? pages.slice().sort() : pages.slice(0, 2).sort(),
        assets,
      ])
    }
  })

  it('is read, or refused, where it was named', async () => {
    shelf.file('named/a_files/frame.html', page)
    shelf.file('named/a.html', page)
    shelf.file('named/a.css', 'p{}')
    expect(await passed(['named/a_files'])).toEqual([['named/a_files/frame.html'], []])
    expect(await passed(['named/a_files/frame.html'])).toEqual([['named/a_files/frame.html'], []])
    expect(await passed(['named/a.css'])).toEqual([['!UNSUPPORTED'], []])
    // As a shell names all that is in a folder.
    expect(await passed(['named/a.html', 'named/a_files'])).toEqual([['named/a.html'], ['named/a_files/frame.html']])
  })
})
