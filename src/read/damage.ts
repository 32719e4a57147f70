import type { RejectCode } from '../core/errors.js'

/** An input that goes bad while it is read. It becomes a reject, so it never leaves this folder. */
export class Damage extends Error {
  readonly code: RejectCode
  /** Whether what stood before is all there: nothing of the last record is missing. */
  readonly whole: boolean
  constructor(code: RejectCode, reason: string, whole = false) {
    super(reason)
    this.code = code
    this.whole = whole
  }
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
