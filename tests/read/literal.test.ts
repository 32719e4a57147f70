import { afterEach, describe, expect, it, jest } from '@jest/globals'
import fc from 'fast-check'

import { literals } from '../../dist/read/literal.js'
import { unit } from '../arbitraries.js'

const MOST = 1000
const read = (script: string): [string, unknown][] =>
  [...literals(script, MOST)].map(({ name, value }) => [name, JSON.parse(JSON.stringify(value))])

describe('literals in a script', () => {
  it.each<[string, string, [string, unknown][]]>([
    ['an assignment', 'window.a = {"b":1};', [['window.a', { b: 1 }]]],
    ['a declaration without a semicolon', 'var post = {id: 1}\nf([2])', [['post', { id: 1 }], ['f', [2]]]], // prettier-ignore
    ['an argument', "dataLayer.push({'a':'b'})", [['dataLayer.push', { a: 'b' }]]],
    ['a second argument', 'extend(Drupal.settings, {a: 1})', [['Drupal.settings', { a: 1 }]]],
    ['a default', 'dataLayer = dataLayer || [{a:1}]', [['dataLayer', [{ a: 1 }]]]],
    ['what a function returns', 'f = function() { return {a:1} }', [['', { a: 1 }]]],
    ['JSON in a string', String.raw`s = JSON.parse("{\"a\":[1]}")`, [['', { a: [1] }]]],
    ['no JSON in a string', 's = JSON.parse("{a")', []],
    ['three kinds of quotes', 'a = {a:"b\'`",c:\'d"\',e:`f\ng`}', [['a', { a: 'b\'`', c: 'd"', e: 'f\ng' }]]], // prettier-ignore
    ['escapes', String.raw`a = ["\x41\u0628\u{1F600}\n\/\'\"\\\0"]`, [['a', ['Aب😀\n/\'"\\\0']]]],
    ['escapes of nothing', String.raw`a = ["\u{110000}\u{1\xz\q"]`, [['a', ['u{110000}u{1xzq']]]],
    ['a line end within a string', 'a = ["b\\\nc\\\r\nd"]', [['a', ['bcd']]]],
    ['numbers', 'a = [1, -2.5, 1e3, 0x10, .5]', [['a', [1, -2.5, 1000, 16, 0.5]]]],
    ['words', 'a = [true,false,null,undefined,!0,!1,void 0]', [['a', [true, false, null, null, true, false, null]]]],
    ['bare keys in any letters', 'a = {وسوم:1, $_b2:2, 3:4}', [['a', { وسوم: 1, $_b2: 2, 3: 4 }]]],
    ['keys that objects have', 'a = {__proto__:{b:1},constructor:2}', [['a', Object.fromEntries([['__proto__', { b: 1 }], ['constructor', 2]])]]], // prettier-ignore
    ['commas at the end, and none between', 'a = [1,,2,]', [['a', [1, null, 2]]]],
    ['comments', 'a = {/* b:1, */ c:2, // d\n e:3}', [['a', { c: 2, e: 3 }]]],
    ['a comment without end', 'a = {b:1 /*}', [['a', { b: 1 }]]],
    ['sums of strings', 'a = {b:"c" + \'d\' + "e", f:"g" + h}', [['a', { b: 'cde' }]]],
    ['calls, properties, choices', 'a = {b:new Date(1, [2]), c:d.e["f"], g:h?"i":"j", k:1}', [['a', { k: 1 }]]],
    ['a value if there is none', 'a = {b:c.d, e:f||"g", h:"i"||"j"}', [['a', { e: 'g', h: 'i' }]]],
    ['a function within', 'a = {b:1, c:function(){ d = {e:2} }, f:3}', [['a', { b: 1 }], ['d', { e: 2 }]]], // prettier-ignore
    ['an arrow within', 'a = {b:1, c:()=>2, d:3}', [['a', { b: 1 }]]],
    ['a method within', 'a = {b:1, c(){}, d:3}', [['a', { b: 1 }]]],
    ['a template with a value within', 'a = {b:1, c:`d${e}`, f:3}', [['a', { b: 1 }]]],
    ['a string that a line ends', 'a = {b:1, c:"d\n", e:3}', [['a', { b: 1 }]]],
    ['a script that is cut off', 'a = {b:1, c:[2, {d:"e', [['a', { b: 1, c: [2, {}] }]]],
    ['a block', 'if (a) { b: 1 } else { c: 2 }', []],
    ['JSON alone', '{"a":1}', []],
    ['an element of a list', 'a[b[0]]', []],
    [
      'arguments of a function that is called',
      'window.__NUXT__=(function(a,b,c){return {d:a,e:[b,{f:c,g:h}],a}}("x",null,3))',
      [['window.__NUXT__', { d: 'x', e: [null, { f: 3 }], a: 'x' }]],
    ],
    [
      'what stands for what occurs twice',
      'a=(function(b,c,d){b.e="f";b["g"]=d;c[0]=b;c[1]=2;return {h:b,i:c}}({},Array(2),"j"));',
      [['a', { h: { e: 'f', g: 'j' }, i: [{ e: 'f', g: 'j' }, 2] }]],
    ],
    ['a function called behind its brackets', 'a=(function(b){return {c:b}})("d");', [['a', { c: 'd' }]]],
    ['a function that does more', '(function($){ $.a({b:1}) })(jQuery)', [['$.a', { b: 1 }]]],
    ['a function that is not called', 'a=(function(b){return {c:b,d:1}});', [['', { d: 1 }]]],
    ['nested 256 deep', `a=${'['.repeat(256)}1${']'.repeat(256)}`, [['a', Array.from({ length: 255 }).reduce((inner) => [inner], [1])]]], // prettier-ignore
    ['values up to a number', `a=[${'1,'.repeat(MOST)}];b={c:1}`, [['a', Array.from({ length: MOST - 1 }, () => 1).concat([null as never])]]], // prettier-ignore
  ])('%s', (_, script, found) => {
    expect(read(script)).toEqual(found)
  })

  it('nested deeper end', () => {
    expect(JSON.stringify(read(`a=${'['.repeat(300)}1`)).split('[').length).toBeLessThan(265)
  })
})

describe('any text', () => {
  afterEach(() => {
    jest.restoreAllMocks()
  })

  /** Signs that mean something to the reader, and pieces that it looks for. */
  const piece = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...Array.from('{}[]()\'"`:,;=|+-!.\\/*$\n 01aub')) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        ...['={', '=[', '({', '=(function(a){', 'return ', 'a.b=', '/*', '//', '${', '\\u{', 'JSON.parse("', '}("x")', 'Array('], // prettier-ignore
      ),
    },
    { weight: 1, arbitrary: unit },
  )
  const script = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''))

  /** How often units of the text are looked at, one by one or in search of another. */
  const stepsOf = (text: string): number => {
    const looked = jest.spyOn(String.prototype, 'charCodeAt')
    type Find = (this: string, part: string, from: number) => number
    const find = Object.getOwnPropertyDescriptor(String.prototype, 'indexOf')!.value as Find
    let passed = 0
    jest.spyOn(String.prototype, 'indexOf').mockImplementation(function (this: string, part, from = 0) {
      const at = find.call(this, part, from)
      passed += (at < 0 ? this.length : at) - from
      return at
    })
    const found = [...literals(text, 1e6)]
    const steps = looked.mock.calls.length + passed
    jest.restoreAllMocks()
    expect(found.every(({ value }) => typeof value === 'object')).toBe(true)
    return steps
  }

  it('neither throws nor is looked at more than a few times', () => {
    fc.assert(
      fc.property(script, fc.nat({ max: 40 }), (text, times) => {
        const long = text.repeat(times + 1)
        expect(stepsOf(long)).toBeLessThanOrEqual(300 + 20 * long.length)
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    '={',
    '=[',
    '={"',
    "={'a",
    '={a:`',
    '=(function(){/*',
    '=(function(){a.b="',
    '=(function(a){a.b={c:1};',
    '=(function(a){return {',
    '={/*',
    '="\\u{',
    '=[a(',
    'JSON.parse("',
  ])('that is %s over and over', (text) => {
    // prettier-ignore
    expect(stepsOf(text.repeat(2000))).toBeLessThanOrEqual(60 * text.length * 2000)
  })
})
