#!/usr/bin/env node
// What is merged among names that are each a thing of its own: every pair of a list of names that the search proposes is
// judged from spelling alone, and some of those judged one tag are drawn, to be read by a person.
//   node bench/merged-names.mjs NAMES.tsv.gz [--draw 200] [--seed 1]
// Pairs by rule, then `rule`, both names, one pair a line. Names of one phrase (hamza, marks) are one and are not counted. A
// minute, 1 GB.
import fs from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { NearIndex } from '../dist/core/sameness/blocking.js'
import { matcherOf } from '../dist/core/sameness/matcher.js'
import { loadModel } from '../dist/model/index.js'
import { hash } from '../train/lib.mjs'

const argument = (name, otherwise) => {
  const at = process.argv.indexOf(name)
  return at < 0 ? otherwise : Number(process.argv[at + 1])
}
const draw = argument('--draw', 200)
const seed = argument('--seed', 1)
const { letters, sameness } = loadModel()
const matcher = matcherOf({ letters, sameness })
const names = new Map()
for (const line of gunzipSync(fs.readFileSync(process.argv[2])).toString('utf8').split('\n').slice(1)) {
  const [name] = line.split('\t')
  const { phrase } = matcher.form(name)
  if (phrase && !names.has(phrase)) names.set(phrase, name)
}
const forms = [...names.values()].map((name) => matcher.form(name))
const index = new NearIndex([...names.keys()])
const merged = new Map()
let candidates = 0
const judged = (p, q) => {
  candidates++
  const { same, rule } = matcher.compare(forms[p], forms[q])
  if (!same) return
  const [a, b] = [forms[p].surface, forms[q].surface].sort()
  merged.set(`${rule}\t${a}\t${b}`, hash(`${seed} ${a} ${b}`))
}
index.pairs((a, b) => matcher.mayBeNear(a, b), judged)
index.alike(judged)
index.respaced(judged)
const rules = new Map()
for (const line of merged.keys()) {
  const [rule] = line.split('\t')
  rules.set(rule, (rules.get(rule) ?? 0) + 1)
}
console.log(
  `${names.size} names, ${candidates} candidates, ${merged.size} merged: ${[...rules].map(([rule, n]) => `${rule} ${n}`).join(', ')}`,
)
const drawn = [...merged].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).slice(0, draw)
for (const [line] of drawn) console.log(line)
