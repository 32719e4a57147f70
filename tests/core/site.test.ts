import { describe, expect, it } from '@jest/globals'
import { NOT_SHOWN, SiteLists } from '../../dist/core/lists/site.js'

/** Page `i` of a site: its navigation `nav`, then five tags of its own. */
const page = (i: number, nav: readonly number[]) => [...nav, ...[1, 2, 3, 4, 5].map((k) => 1000 * (i + 1) + k)]

describe('SiteLists', () => {
  const nav = [1, 2, 3, 4]
  it('finds the navigation, and leaves the pages their own tags', () => {
    const sites = new SiteLists()
    for (let i = 0; i < 30; i++) sites.observe('a.example', page(i, nav))
    expect(sites.repeated('a.example', page(7, nav))).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ])
  })

  it('finds a box that stood on a small share of the pages, if long enough and printed twice', () => {
    const sites = new SiteLists()
    const box = [1, 2, 3, 4, 5, 6]
    for (let i = 0; i < 200; i++) sites.observe('a.example', i < 10 ? [...box, ...page(i, box)] : page(i, []))
    expect(sites.repeated('a.example', page(3, box)).slice(0, 6)).toEqual(new Array(6).fill(true))
    expect(sites.repeated('a.example', page(3, box.slice(0, 4))).slice(0, 4)).toEqual(new Array(4).fill(false))
  })

  it('leaves pages a stretch of their own that others of the site have too', () => {
    const sites = new SiteLists()
    const common = [1, 2, 3, 4, 5, 6]
    for (let i = 0; i < 200; i++) sites.observe('a.example', i < 20 ? page(i, common) : page(i, []))
    expect(sites.repeated('a.example', page(3, common))).not.toContain(true)
  })

  it('does not speak of a site with few pages, nor of one site from another', () => {
    const sites = new SiteLists()
    for (let i = 0; i < 7; i++) sites.observe('small.example', page(i, nav))
    for (let i = 0; i < 30; i++) sites.observe('other.example', page(i, [9, 8, 7]))
    expect(sites.repeated('small.example', page(1, nav))).not.toContain(true)
    expect(sites.repeated('other.example', page(1, nav))).not.toContain(true)
    expect(sites.repeated('unknown.example', page(1, nav))).not.toContain(true)
  })

  it('leaves a page what it declares, unless nearly all of many pages declare it', () => {
    const course = [1, 2, 3, 4, 5, 6]
    const none = new Array<boolean>(6).fill(false)
    const declared = (at: number) => at < 6
    const sites = new SiteLists()
    // A course of 15 posts; another site prints its navigation twice, and declares it everywhere.
    for (let i = 0; i < 15; i++) sites.observe('course.example', course)
    for (let i = 0; i < 40; i++) sites.observe('default.example', [...course, ...page(i, course)])
    for (let i = 0; i < 100; i++) sites.observe('series.example', i < 60 ? course : page(i, []))
    expect(sites.repeated('course.example', course, declared)).toEqual(none)
    expect(sites.repeated('course.example', course)).not.toContain(false)
    expect(sites.repeated('series.example', course, declared)).toEqual(none)
    expect(sites.repeated('series.example', course)).not.toContain(false)
    expect(sites.repeated('default.example', course, declared)).not.toContain(false)
    // Shown as well: what is declared stays the page's, the shown copy is the site's.
    for (let i = 0; i < 100; i++) sites.observe('mixed.example', i < 60 ? [...course, ...page(i, course)] : page(i, []))
    expect(sites.repeated('mixed.example', [...course, ...page(3, course)], declared).slice(0, 12)).toEqual([
      ...none,
      ...new Array<boolean>(6).fill(true),
    ])
  })

  it('passes over what the site does not show', () => {
    const sites = new SiteLists()
    const hidden = [1, NOT_SHOWN, 2, 3, NOT_SHOWN, NOT_SHOWN, NOT_SHOWN]
    for (let i = 0; i < 40; i++) sites.observe('a.example', hidden)
    expect(sites.repeated('a.example', hidden)).toEqual(new Array(7).fill(false))
  })

  it('takes a list repeated on one page for one witness', () => {
    const sites = new SiteLists()
    for (let i = 0; i < 40; i++) sites.observe('a.example', page(i, []))
    sites.observe(
      'a.example',
      Array.from({ length: 60 }, (_, i) => nav[i % 4]!),
    )
    expect(sites.repeated('a.example', nav)).not.toContain(true)
  })

  it('adds up to what one would count of both collections', () => {
    const [whole, left, right] = [new SiteLists(), new SiteLists(), new SiteLists()]
    for (let i = 0; i < 30; i++) {
      const site = i % 3 === 0 ? 'b.example' : 'a.example'
      for (const sites of [whole, i < 11 ? left : right]) sites.observe(site, page(i, nav))
    }
    left.add(right.sites(), right.tables)
    expect(left.sites()).toEqual([
      ['a.example', 20],
      ['b.example', 10],
    ])
    expect(whole.sites()).toEqual(left.sites())
    for (const [t, table] of left.tables.entries())
      expect(Buffer.from(table.buffer).equals(Buffer.from(whole.tables[t]!.buffer))).toBe(true)
    expect(left.repeated('b.example', page(7, nav))).toEqual(whole.repeated('b.example', page(7, nav)))
    // And counts no further than it can.
    const slot = left.tables[0].findIndex((count) => count > 0)
    left.tables[0][slot] = 0xffffffff
    left.add([], whole.tables)
    expect(left.tables[0][slot]).toBe(0xffffffff)
  })
})
