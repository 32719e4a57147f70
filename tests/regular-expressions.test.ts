import { readFileSync, readdirSync } from 'node:fs'

import { describe, expect, it } from '@jest/globals'
import ts from 'typescript'

/**
 * Every regular expression of the program takes time in proportion to the text it is given. Each is taken out of the
 * source and driven over strings made to be slow for it: what stands in it, one sign, word or pair of signs over and
 * over, with an end that fits and one that does not. Of a text four times as long, quadratic time is sixteen times.
 */
const LENGTH = 4_000
/** Milliseconds of the processor that no expression needs for `LENGTH` units unless it looks at them again and again. */
const SLOW = 4

interface Found {
  readonly place: string
  readonly expression: RegExp
}

function expressionsOf(file: string): Found[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest)
  const found: Found[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/')
      const flags = new Set(node.text.slice(end + 1) + 'g')
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
      found.push({ place: `${file}:${line}`, expression: new RegExp(node.text.slice(1, end), [...flags].join('')) })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** What may stand in a text that the expression has trouble with: its own signs, and one of each class. */
function unitsOf({ source }: RegExp): string[] {
  const plain = source
    .replace(/\\u\{?([\da-fA-F]{2,6})\}?|\\x([\da-fA-F]{2})/g, (_, unit: string, byte: string) =>
      String.fromCodePoint(Number.parseInt(unit || byte, 16)),
    )
    .replace(/\\[a-zA-Z]/g, ' ')
    .replace(/\{[\d,]+\}|\(\?[:=!<]+/g, ' ')
  const words = plain.split(/[\s\\^$.*+?()[\]{}|]+/).filter((word) => word !== '')
  const signs = [...new Set(plain.replace(/[a-zA-Z\d]/g, ''))].slice(0, 10)
  const classes = [' ', '\t', '\n', 'a', 'Z', '0', 'غ', 'ـ', '\u064e', '-', '"', '<', '']
  const pairs = signs.flatMap((one) => [...signs, 'a', '0'].map((two) => one + two))
  return [...new Set([...words, ...signs, ...classes, ...pairs, ...words.map((word) => `${word} `)])]
}

/** Time of the processor: others that have it in between do not count. */
const timeOf = (expression: RegExp, text: string): number => {
  const start = process.cpuUsage()
  text.replace(expression, '')
  return process.cpuUsage(start).user / 1000
}

/** The text of a slow kind on which the expression takes more than linear time, if there is one. */
function slowOn(expression: RegExp): string | undefined {
  for (const unit of unitsOf(expression)) {
    for (const [before, after] of [
      ['', ''],
      ['', '\u0001'],
      [unitsOf(expression)[0] ?? '', '\u0001'],
    ] as const) {
      const make = (count: number): string => before + unit.repeat(count) + after
      if (timeOf(expression, make(LENGTH)) < SLOW) continue
      // A machine that is busy is slow now and then, not each time and with the length.
      let ratio = Infinity
      for (let tries = 0; tries < 3 && ratio >= 8; tries++) {
        const short = timeOf(expression, make(LENGTH))
        if (short < SLOW) ratio = 0
        else ratio = Math.min(ratio, timeOf(expression, make(4 * LENGTH)) / short)
      }
      if (ratio >= 8) return JSON.stringify(before + unit.repeat(3) + after)
    }
  }
  return undefined
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
const all = files.flatMap((name) => expressionsOf(`src/${name}`))

describe('regular expressions', () => {
  it('are all found', () => {
    expect(all.length).toBeGreaterThan(80)
  })

  it('take time in proportion to the text', () => {
    expect(
      all.flatMap(({ place, expression }) => {
        const text = slowOn(expression)
        return text === undefined ? [] : [`${place} ${String(expression)} on ${text}`]
      }),
    ).toEqual([])
  }, 60_000)

  it.each([
    / [-–—|»«:/] |\s*[|»«]\s*/g,
    /\s+$/g,
    /(?:\/\/|\/\*)?\s*$/g,
    /a.*b/g,
    /<[^>]*>/g,
    /[a-z]+:\/\//g,
    /(?:\w+,)+;/g,
  ])('that are quadratic are found: %s', (expression) => {
    expect(slowOn(expression)).toBeDefined()
  })
})
