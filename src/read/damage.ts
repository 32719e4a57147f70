import type { ErrorCode } from '../core/errors.js'

/** An input that goes bad while it is read. It becomes a reject, so it never leaves this folder. */
export class Damage extends Error {
  readonly code: ErrorCode
  constructor(code: ErrorCode, reason: string) {
    super(reason)
    this.code = code
  }
}
