/**
 * Doors for who says `require`: a module that hands on the other, and declarations that TypeScript takes for those of
 * CommonJS. There is one instance of everything either way.
 */
import { readFileSync, writeFileSync } from 'node:fs'

const dist = new URL('../dist/', import.meta.url)
const FROM = /(\bfrom |\bimport\()'(\.\.?\/[^']+)\.js'/g
const done = new Set()

/** Copies a declaration with all that it refers to. */
function declare(file) {
  if (done.has(file.href)) return
  done.add(file.href)
  const text = readFileSync(file, 'utf8')
  for (const [, , name] of text.matchAll(FROM)) declare(new URL(`${name}.d.ts`, file))
  writeFileSync(new URL(file.href.replace(/\.d\.ts$/, '.d.cts')), text.replace(FROM, "$1'$2.cjs'"))
}

for (const door of ['index', 'web']) {
  declare(new URL(`${door}.d.ts`, dist))
  writeFileSync(new URL(`${door}.cjs`, dist), `'use strict'\nmodule.exports = require('./${door}.js')\n`)
}
