import { HEAD } from './detect.js'

/** A JSON string and number, and a pattern of JSON whose blanks are as any program may write them again. */
const STRING = String.raw`"(?:[^"\\]|\\.)*"`
const NUMBER = String.raw`-?\d+(?:\.\d+)?`
const json = (pattern: string): string => pattern.replaceAll(' ', String.raw`\s*`)

/** How the files begin that wusum writes: records of pages, tags, rejects, summaries; as JSON, as CSV, for people. */
const OWN = [
  json(String.raw`\s*\{ "id" : ${STRING} , "tags" : \[ \{ "tag" : ${STRING} , "surfaces" : \[`),
  json(
    String.raw`\s*\{ "tag" : ${STRING} , (?:"id" : ${STRING} , )?"key" : ${STRING} , "pages" : ${NUMBER} , "count" :`,
  ),
  json(String.raw`\s*\{ "source" : ${STRING} , "record" : ${NUMBER} , "code" : "[A-Z_]+" , "reason" :`),
  json(String.raw`\s*\{ "pages" : ${NUMBER} , "runs" : ${NUMBER} , "lists" : ${NUMBER} ,`),
  String.raw`id,tag,surfaces,count,confidence,from,scope\r?\n`,
  String.raw`tag,key,pages,count,variants\r?\n`,
  String.raw`\n[^\n]+\n(?: {6}\(no tags\)\n| +\d+×  [01]\.\d\d  )`,
  String.raw` *\d+×  +\d+ pages  `,
].map((start) => new RegExp(`^${start}`))
/** A record of a page without tags: it holds nothing that a page could. */
const EMPTY = new RegExp(json(String.raw`\s*\{ "id" : ${STRING} , "tags" : \[ \] \}\s*`), 'y')

/** Whether a file that begins so was written by wusum. Records without tags say so when nothing else stands there. */
export function isOwn(head: Buffer): boolean {
  const text = head.toString().replace(/^\ufeff/, '')
  EMPTY.lastIndex = 0
  let rest = 0
  while (EMPTY.test(text)) rest = EMPTY.lastIndex
  if (rest > 0 && (rest === text.length || (head.length === HEAD && !text.includes('\n', rest)))) return true
  return OWN.some((start) => start.test(text.slice(rest)))
}
