import { describe, expect, it } from '@jest/globals'

import { readLinked } from '../../dist/read/jsonld.js'

const node = '{"@type":"NewsArticle","keywords":"صيد, مرفأ"}'
const tags = [['صيد', 'مرفأ']]

describe('the keywords of JSON-LD are read', () => {
  it.each<[string, string, string[][]]>([
    ['as they are', node, tags],
    ['in a list with nothing in it', `[null, ${node}, 12, "x"]`, tags],
    ['beside what is nothing', '{"@type":"Article","image":null,"n":1,"keywords":["صيد","مرفأ"]}', tags],
    ['of terms', '{"@type":"Article","keywords":[{"@type":"DefinedTerm","name":"صيد"},{"name":"مرفأ"}]}', tags],
    ['in wrappers', '{"keywords":{"@list":[{"@value":"صيد"},{"@value":"مرفأ"}]}}', tags],
    ['in a graph', `{"@graph":[{"@type":"WebSite","keywords":"موقع"},${node}]}`, tags],
    ['not of the site', '{"@type":["Thing","NewsMediaOrganization"],"keywords":"موقع"}', []],
    ['not of other pages', `{"@type":"Article","mentions":[${node}],"isPartOf":${node}}`, []],
    ['with entities for quotes', node.replaceAll('"', '&quot;'), tags],
    ['with entities that are text', '{"@type":"Article","keywords":"صيد &quot;كبير&quot;"}', [['صيد "كبير"']]],
    ['within CDATA', `//<![CDATA[\n${node}\n//]]>`, tags],
    ['within a comment', `<!-- ${node} -->`, tags],
    ['behind a comment', `/* { */ ${node}`, []],
    ['one after the other', `${node};${node}`, [...tags, ...tags]],
    ['with a comment', `{"@type":"Article", // "keywords":"x"}\n"keywords":/* ] */"صيد, مرفأ"}`, tags],
    ['with a comment that ends the text', `${node}//`, tags],
    ['not with a comment that never ends', '{"a":1 /* "keywords":"صيد"}', []],
    ['with addresses', '{"@id":"http://a/","keywords":"صيد, مرفأ",}', tags],
    ['with line ends in strings', '{"keywords":"صيد,\n مرفأ"}', tags],
    ['with escaped quotes', '{"name":"\\"}","keywords":"صيد, مرفأ",}', tags],
    ['with commas too many', '{"keywords":["صيد","مرفأ", ],}', tags],
    ['with brackets too many', `]}${node}]`, tags],
    ['but for what is broken', `{"a" 1};${node}`, tags],
    ['but for what is cut', node.slice(0, -1), []],
    ['32 deep', '['.repeat(32) + node + ']'.repeat(32), tags],
    ['33 deep', '['.repeat(33) + node + ']'.repeat(33), []],
    ['not of nothing', '', []],
    ['not of a word', 'null', []],
  ])('%s', (_, script, keywords) => {
    expect(readLinked(script).keywords).toEqual(keywords)
  })
})

describe('what JSON-LD describes is counted', () => {
  it.each<[string, number, boolean]>([
    [`[${node},{"@type":["WebPage","BlogPosting"]},{"@type":"Report"}]`, 3, false],
    ['[{"@type":"CollectionPage"}]', 0, true],
    ['[{"@type":["SearchResultsPage"]}]', 0, true],
    [`{"@type":"WebPage","itemListElement":[${node}]}`, 0, false],
  ])('%s: %i articles, a collection: %s', (script, articles, collection) => {
    expect(readLinked(script)).toMatchObject({ articles, collection })
  })
})
