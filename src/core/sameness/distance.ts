import levenshtein from 'fast-levenshtein'

/** One step that turns a word into another. `at` is the place in the first word; `left` or `right` is empty where nothing stands. */
export interface Edit {
  readonly kind: 'insert' | 'delete' | 'replace' | 'swap'
  readonly at: number
  readonly left: string
  readonly right: string
}

/** Units with which both begin. */
function commonStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length)
  let start = 0
  while (start < most && a.charCodeAt(start) === b.charCodeAt(start)) start++
  return start
}

/** Units with which both end, behind those with which they begin. */
function commonEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start
  let end = 0
  while (end < most && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++
  return end
}

/**
 * Edits between two words, where swapping two neighbours is one edit (optimal string alignment).
 * Linear where at most one edit parts them, otherwise one call of fast-levenshtein, which bounds the answer from above.
 */
export function distance(a: string, b: string): number {
  if (a === b) return 0
  const start = commonStart(a, b)
  const end = commonEnd(a, b, start)
  const endA = a.length - end
  const endB = b.length - end
  const restA = endA - start
  const restB = endB - start
  if (restA <= 1 && restB <= 1) return 1
  if (restA === 2 && restB === 2 && a[start] === b[start + 1] && a[start + 1] === b[start]) return 1
  return levenshtein.get(a.slice(start, endA), b.slice(start, endB))
}

/**
 * A shortest script of at most two edits from `a` to `b`, left to right; `undefined` where more are needed.
 * Of equally short scripts a swap comes first, then a replacement, so that the answer for (b, a) mirrors that for (a, b).
 */
export function edits(a: string, b: string): readonly Edit[] | undefined {
  const start = commonStart(a, b)
  const end = commonEnd(a, b, start)
  return align(a.slice(start, a.length - end), b.slice(start, b.length - end), start, 2)
}

function align(a: string, b: string, at: number, budget: number): readonly Edit[] | undefined {
  let i = 0
  while (i < a.length && i < b.length && a[i] === b[i]) i++
  if (i === a.length && i === b.length) return []
  if (budget === 0 || Math.abs(a.length - b.length) > budget) return undefined
  const restA = a.slice(i)
  const restB = b.slice(i)
  const place = at + i
  let best: readonly Edit[] | undefined
  const attempt = (edit: Edit, skipA: number, skipB: number): void => {
    const tail = align(restA.slice(skipA), restB.slice(skipB), place + skipA, budget - 1)
    if (tail && (!best || tail.length + 1 < best.length)) best = [edit, ...tail]
  }
  if (restA.length > 1 && restB.length > 1 && restA.slice(0, 2) === restB[1]! + restB[0]!)
    attempt({ kind: 'swap', at: place, left: restA.slice(0, 2), right: restB.slice(0, 2) }, 2, 2)
  if (restA && restB) attempt({ kind: 'replace', at: place, left: restA[0]!, right: restB[0]! }, 1, 1)
  if (restA) attempt({ kind: 'delete', at: place, left: restA[0]!, right: '' }, 1, 0)
  if (restB) attempt({ kind: 'insert', at: place, left: '', right: restB[0]! }, 0, 1)
  return best
}
