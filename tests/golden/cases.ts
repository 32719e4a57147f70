import { readFileSync } from 'node:fs'

const text = (name: string): string =>
  readFileSync(new URL(`../../tests/golden/${name}`, import.meta.url), 'utf8').replaceAll('\r', '')

export interface Case {
  readonly name: string
  readonly given: string
  /** Lines. */
  readonly wanted: readonly string[]
}

/** Cases of files: `=== name`, what is given, `--- tags`, what is wanted. */
export function cases(...files: readonly string[]): Case[] {
  return files.flatMap((file) =>
    text(file)
      .split(/^=== /m)
      .slice(1)
      .map((part) => {
        const name = part.slice(0, part.indexOf('\n'))
        const [given, wanted] = part.slice(name.length + 1).split(/^--- tags\n/m)
        return { name, given: given!, wanted: (wanted ?? '').split('\n').filter(Boolean) }
      }),
  )
}

/** Rows of a file, by tabs; a line may begin with `#`. */
export const rows = (file: string): string[][] =>
  text(file)
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split('\t'))

/** Cases that are decided wrongly, by kind, with the reason: kept until they are right. They may only become fewer. */
export function knownWrong(kind: string): ReadonlyMap<string, string> {
  return new Map(rows('known-wrong.tsv').flatMap(([of, name, reason]) => (of === kind ? [[name!, reason!]] : [])))
}
