/** What went wrong, in a form a program can branch on. A *record* code never stops a run; a *job* code does. */
export type ErrorCode =
  // a record: counted, kept with its reason, passed by
  | 'BAD_RECORD'
  | 'TOO_LARGE'
  | 'NO_TEXT'
  | 'TRUNCATED'
  | 'BAD_ENCODING'
  // a job: fails at once, before any output is replaced
  | 'NOT_FOUND'
  | 'UNREADABLE'
  | 'UNSUPPORTED'
  | 'USAGE'
  | 'MODEL'
  | 'OUTPUT'
  | 'REGISTRY'
  | 'REGISTRY_NEWER'
  | 'REGISTRY_BUSY'
  | 'DECISIONS'
  | 'TOO_MANY_REJECTS'
  | 'INTERRUPTED'

/** Where it went wrong: the file or URL, and the record in it (a line, an offset, a row), where there is one. */
export interface Where {
  readonly source?: string | undefined
  readonly record?: string | number | undefined
}

/** The one error class of wusum. `message` is a sentence that says what and where. */
export class WusumError extends Error {
  override readonly name = 'WusumError'
  readonly code: ErrorCode
  readonly where: Where
  /** Whether the same call may succeed when tried again later (a busy registry), as it stands. */
  readonly retry: boolean

  constructor(code: ErrorCode, message: string, options: { where?: Where; cause?: unknown; retry?: boolean } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.where = options.where ?? {}
    this.retry = options.retry ?? false
  }
}
