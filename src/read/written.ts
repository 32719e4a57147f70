import { HEAD } from './bounds.js'

/** Records of pages or tags, as JSON Lines; or one of the other outputs, rejects, summaries. */
export type Written = 'records' | 'tags' | 'other'

/** A JSON string and number, and a pattern of JSON whose blanks are as any program may write them again. */
const STRING = String.raw`"(?:[^"\\]|\\.)*"`
const NUMBER = String.raw`-?\d+(?:\.\d+)?`
const json = (pattern: string): string => pattern.replaceAll(' ', String.raw`\s*`)

/** How the files begin that wusum writes, by what they are. */
const WRITTEN: readonly (readonly [kind: Written, start: string])[] = [
  ['records', json(String.raw`\s*\{ "id" : ${STRING} , "tags" : \[ \{ "tag" : ${STRING} , "surfaces" : \[`)],
  [
    'tags',
    json(
      String.raw`\s*\{ "tag" : ${STRING} , (?:"id" : ${STRING} , )?"key" : ${STRING} , "pages" : ${NUMBER} , "count" :`,
    ),
  ],
  ['other', json(String.raw`\s*\{ "source" : ${STRING} , "record" : ${NUMBER} , "code" : "[A-Z_]+" , "reason" :`)],
  ['other', json(String.raw`\s*\{ "pages" : ${NUMBER} , "runs" : ${NUMBER} , "lists" : ${NUMBER} ,`)],
  ['other', json(String.raw`\s*\{ "surface" : ${STRING} , "canonical" : ${STRING} , "id" : ${STRING} , "rule" :`)],
  ['other', String.raw`id,tag,surfaces,count,confidence,from,scope\r?\n`],
  ['other', String.raw`(?:id,tag,key,pages,count,variants,variant_counts|tag,key,pages,count,variants)\r?\n`],
  ['other', String.raw`surface(?:,canonical,id,rule|\tcanonical\tid\trule)[,\t]confidence`],
  ['other', String.raw`\n[^\n]+\n(?: {6}\(no tags\)\n| +\d+×  [01]\.\d\d  )`],
  ['other', String.raw` *\d+×  +\d+ pages  `],
  ['other', 'PAR1wusum'],
  ['other', String.raw`(?:#!/bin/sh\n)?(?:#|--) wusum tags: `],
]
const starts = WRITTEN.map(([kind, start]) => [kind, new RegExp(`^${start}`)] as const)
/** A record of a page without tags: it holds nothing that a page could. */
const EMPTY = new RegExp(json(String.raw`\s*\{ "id" : ${STRING} , "tags" : \[ \] \}\s*`), 'y')

/** What a file that begins so is, if wusum wrote it. Records without tags say so when nothing else stands there. */
export function writtenAs(head: Buffer): Written | undefined {
  const text = head.toString().replace(/^\ufeff/, '')
  EMPTY.lastIndex = 0
  let rest = 0
  while (EMPTY.test(text)) rest = EMPTY.lastIndex
  if (rest > 0 && (rest === text.length || (head.length === HEAD && !text.includes('\n', rest)))) return 'records'
  return starts.find(([, start]) => start.test(text.slice(rest)))?.[0]
}
