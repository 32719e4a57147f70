/** A stretch of a spelling. */
export interface Stretch {
  readonly text: string
  /** The other spelling has something else here; with an empty text, something more. */
  readonly differs: boolean
  /** Where it differs: its first letter is written joined to the letter before, its last to the letter after. */
  readonly joined?: { readonly before: boolean; readonly after: boolean } | undefined
}

/** Longer spellings than this many letters are not compared letter by letter: time is the product of the lengths. */
const LONGEST = 300

/** What a reader sees as one: a letter with the marks on it, and lam with alef, which is drawn as one. */
const letters = (text: string): string[] => text.match(/ل\p{M}*[اأإآٱ]\p{M}*|\P{M}\p{M}*|\p{M}+/gsu) ?? []

/** Letters that join the next one, at an end; letters that join the one before, at a start. */
const JOINING = /[ئبتثجحخسشصضطظعغـفقكلمنهىيپچڤکگیہھے]\p{M}*$/u
const JOINED = /^[آ-يٱ-ۓ]/u
const joins = (left: string, right: string): boolean => JOINING.test(left) && JOINED.test(right)

/**
 * Which letters of two spellings differ, by their longest common subsequence. The stretches of each, joined, are the
 * spelling again. O(a × b) in letters, at most 300 each; longer spellings come back whole, as differing when unequal.
 */
export function difference(a: string, b: string): readonly [a: Stretch[], b: Stretch[]] {
  if (a === b) return [[{ text: a, differs: false }], [{ text: b, differs: false }]]
  const left = letters(a)
  const right = letters(b)
  if (left.length > LONGEST || right.length > LONGEST)
    return [[{ text: a, differs: true }], [{ text: b, differs: true }]]
  const width = right.length + 1
  const common = new Uint16Array((left.length + 1) * width)
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      common[i * width + j] =
        left[i] === right[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!)
  const first: Stretch[] = []
  const second: Stretch[] = []
  let i = 0
  let j = 0
  while (i < left.length || j < right.length) {
    if (i < left.length && left[i] === right[j]) {
      extend(first, left[i++]!, false)
      extend(second, right[j++]!, false)
    } else if (j === right.length || (i < left.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) {
      extend(first, left[i++]!, true)
      extend(second, '', true)
    } else {
      extend(first, '', true)
      extend(second, right[j++]!, true)
    }
  }
  return [joined(first), joined(second)]
}

function extend(stretches: Stretch[], text: string, differs: boolean): void {
  const last = stretches.at(-1)
  if (last?.differs === differs) stretches[stretches.length - 1] = { text: last.text + text, differs }
  else stretches.push({ text, differs })
}

/** Says of the stretches that differ how they join their neighbours. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  return stretches.map((stretch, i) => {
    if (!stretch.differs) return stretch
    const [left, right] = [stretches[i - 1]?.text ?? '', stretches[i + 1]?.text ?? '']
    const { text } = stretch
    return {
      ...stretch,
      joined: { before: joins(left, text === '' ? right : text), after: text !== '' && joins(text, right) },
    }
  })
}
