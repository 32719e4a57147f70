import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Parser as Peer } from 'htmlparser2'
import {
  CLASS,
  CONTENT,
  HIDDEN,
  HREF,
  ID,
  ITEMPROP,
  NAME,
  Parser,
  PROPERTY,
  REL,
  ROLE,
  STYLE,
  TITLE,
  TYPE,
} from '../../dist/read/parse.js'
import { runs } from '../arbitraries.js'

const ATTRIBUTES = { class: CLASS, id: ID, rel: REL, href: HREF, name: NAME, type: TYPE, role: ROLE, title: TITLE, style: STYLE, hidden: HIDDEN, content: CONTENT, property: PROPERTY, itemprop: ITEMPROP } // prettier-ignore
const LISTING = new Set(['data-tags'])
const HOLLOW = new Set(
  'area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr'.split(
    ' ',
  ),
)

/** What the parser tells, an entry an event: text in its pieces, tags with the attributes that are looked at. */
function told(document: string | Buffer, depth = Infinity): string[] {
  const events: string[] = []
  const parser = new Parser(
    document,
    {
      open: ({ name }, attributes) => {
        const given = Object.entries(ATTRIBUTES).flatMap(([name, attribute]) =>
          attributes.has(attribute) ? [[name, attributes.get(attribute)!]] : [],
        )
        events.push(`<${name} ${JSON.stringify(Object.fromEntries([...given, ...attributes.tags].sort()))}`)
      },
      close: ({ name }, implied) => events.push(`${implied ? '(' : ''}/${name}`),
      text: (markup, start, end) => events.push(`"${markup.slice(start, end)}`),
      blank: (markup, start, end) => {
        expect(markup.slice(start, end)).toMatch(/^[\t-\r \u00a0]+$/)
        events.push(`"${markup.slice(start, end)}`)
      },
      character: (text) => events.push(`"${text}`),
    },
    LISTING,
    depth,
  )
  parser.parse()
  return events
}

/** The same by htmlparser2. */
function peerTold(markup: string): string[] {
  const events: string[] = []
  let begins: [name: string, attributes: Map<string, string>] | undefined
  const settle = () => {
    if (begins) events.push(`<${begins[0]} ${JSON.stringify(Object.fromEntries([...begins[1]].sort()))}`)
    begins = undefined
  }
  const parser = new Peer({
    onopentagname: (name) => {
      settle()
      begins = [name, new Map()]
    },
    onattribute: (name, value) => {
      if ((name in ATTRIBUTES || LISTING.has(name)) && begins?.[1].has(name) === false) begins[1].set(name, value)
    },
    onclosetag: (name, implied) => {
      settle()
      if (!HOLLOW.has(name)) events.push(`${implied ? '(' : ''}/${name.toLowerCase()}`)
    },
    ontext: (text) => {
      settle()
      events.push(`"${text}`)
    },
    onend: settle,
  })
  parser.end(markup)
  return events.map((event) => (event.startsWith('<foreignObject') ? event.toLowerCase() : event))
}

const PIECES = [
  ...'<div> </div> <p> </p> <b> </b> <li> <ul> </ul> <a> </a> <tr> <td> <th> <table> </table> <form> </form> <option> <select> </select>'.split(' '), // prettier-ignore
  ...'<svg> </svg> <g> <path/> <math> </math> <mi> </mi> <desc> </desc> <foreignObject> </foreignObject> <image> </image> <title> </title>'.split(' '), // prettier-ignore
  ...'<script> </script> <style> </style> <textarea> </textarea> <xmp> </xmp> <iframe> </iframe> <noscript> <head> <body> <h1> <h2> </h2>'.split(' '), // prettier-ignore
  ...'<br> <br/> </br> <hr> <img> <input> <dl> <dt> <dd> <rt> <rp> <optgroup> <tbody> <tfoot> <thead> <button> <nav> <x-y> </x-y> <DIV> </DIV>'.split(' '), // prettier-ignore
  ...'<plaintext> </scrip </script/ </titl </ </> <> < <! <!> <!x> <!doctype> <? <?x?> <!-- --> <!--> <!---> --!> <![CDATA[ ]]> <![x>'.split(' '), // prettier-ignore
  ...'& &amp; &lt &copy &notit; &#1575; &#x627 &# &; &NotEqualTilde; " \' = / > - ! غزة a (1)'.split(' '),
  ...['<a href="/tag/1" rel=tag>', "<a class='a b' ID=c href=x/>", '<div data-tags="أ، ب" data-x=1 hidden>', '<p class= a>', '<p class=>', '<p class=a class=b>', '<p a"b=c style=\'d">\'>', '<a href="?a=1&copy=2&lt;&amp">', '<div / id=a / >', '<div\nrole\n=\n"navigation"\n>', '<svg id="a"/>', '<b class="a"/>', '<meta itemprop name=x content="&quot;">', '<a title="', "<a title='", ' ', '\n', '\u00a0', '\f', '\v'], // prettier-ignore
]
/** Ends whatever is open, so that no document ends within a mark: what is told then differs, and does not matter. */
const END = '\'>">--></script></style></textarea></title></xmp></iframe>]]>.'

describe('HTML is parsed as htmlparser2 parses it', () => {
  const files = 'tests/fixtures/read'
  it.each(readdirSync(files).filter((name) => /\.(?:html|warc|xml)$/.test(name)))('%s', (name) => {
    const markup = readFileSync(path.join(files, name), 'latin1')
    expect(told(markup)).toEqual(peerTold(markup))
  })

  it('whatever stands in it', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }), (pieces) => {
        const markup = pieces.join('') + END
        expect(told(markup)).toEqual(peerTold(markup))
      }),
      { numRuns: runs(2000) },
    )
  })
})

describe('a long document, of which a part is looked at a time', () => {
  const long = (mark: string) => fc.integer({ min: 0, max: 150_000 }).map((length) => mark.repeat(length))
  const piece = fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...PIECES.filter((piece) => piece !== '<plaintext>')) },
    { weight: 3, arbitrary: fc.oneof(long('نص '), long('<b>'), long('&amp;'), long('\n'), long('<')) },
    { weight: 1, arbitrary: long('a').map((text) => `<script>${text}</div></SCRIPT >`) },
    { weight: 1, arbitrary: long('&lt;').map((text) => `<title>${text}</title>`) },
    { weight: 1, arbitrary: long('-').map((text) => `<!-- ${text}-->`) },
    { weight: 1, arbitrary: long('a').map((text) => `<a title="${text}" id=b>`) },
    { weight: 1, arbitrary: long('a').map((text) => `<${text}>`) },
    { weight: 1, arbitrary: long('1').map((text) => `&#${text};`) },
  )

  it('is told as one of which all is looked at', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const markup = pieces.join('')
        expect(told(Buffer.from(markup, 'utf16le')).join('\0')).toBe(told(markup).join('\0'))
      }),
      { numRuns: runs(25) },
    )
  })
})

describe('a document that ends within', () => {
  it.each<[string, string, boolean, string[]]>([
    ['a name', 'نص<di', true, ['"نص']],
    ['a tag', 'نص<div class=a', false, ['"نص', '<div {}', '(/div']],
    ['a value', 'نص<div id=a class="b>نص', false, ['"نص', '<div {"id":"a"}', '(/div']],
    ['an end tag', '<b>نص</b x', true, ['<b {}', '"نص', '/b']],
    ['a comment', 'نص<!-- نص', true, ['"نص']],
    ['a script', '<script>a</script', true, ['<script {}', '"a</script', '(/script']],
    ['an entity', 'نص&am', true, ['"نص&am']],
    ['an entity that needs no end', 'نص&amp', true, ['"نص', '"&']],
    ['a mark', 'نص</', true, ['"نص', '"</']],
  ])('%s', (_, markup, closed, events) => {
    expect(told(markup)).toEqual(events)
    const silent = { open: () => undefined, close: () => undefined, text: () => undefined, blank: () => undefined, character: () => undefined } // prettier-ignore
    expect(new Parser(markup, silent, LISTING, 9).parse()).toBe(closed)
  })
})

it('elements nested too deep are siblings', () => {
  expect(told('<b><i><u>1</u><s>2', 2)).toEqual(['<b {}', '<i {}', '<u {}', '(/u', '"1', '<s {}', '(/s', '"2', '(/i', '(/b']) // prettier-ignore
})
