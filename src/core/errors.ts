/** What went wrong, in a form a program can branch on. A *record* code never stops a run; a *job* code does. */
export type ErrorCode =
  | RejectCode
  // a job: fails at once, before any output is replaced
  | 'USAGE'
  | 'MODEL'
  | 'OUTPUT'
  | 'REGISTRY'
  | 'REGISTRY_NEWER'
  | 'REGISTRY_BUSY'
  | 'DECISIONS'
  | 'TOO_MANY_REJECTS'
  | 'NOTHING_READ'
  | 'INTERRUPTED'

/** What is wrong with a record: it is counted, kept with its reason, passed by. The last three may be a whole input, or a job. */
export type RejectCode =
  'BAD_RECORD' | 'TOO_LARGE' | 'NO_TEXT' | 'TRUNCATED' | 'BAD_ENCODING' | 'NOT_FOUND' | 'UNREADABLE' | 'UNSUPPORTED'

/** Where it went wrong: the file or URL, and the record in it (a line, an offset, a row), where there is one. */
export interface Where {
  readonly source?: string | undefined
  readonly record?: string | number | undefined
}

/** A record that gives no page, and why. Never thrown. */
export interface Reject {
  readonly source: string
  /** Line, row or place of the record in its source, from 1. */
  readonly record: number
  readonly code: RejectCode
  /** One sentence, or what would be one behind the place. */
  readonly reason: string
  /** Names of the record's fields, the first dozen, where the reason is that none of them is the text or the tags. */
  readonly fields?: readonly string[] | undefined
  /** Page field to the field of the record that looks like it: what `fields` of a job, `--field`, would be given. */
  readonly try?: Readonly<Record<string, string>> | undefined
}

/** What was not read, and why: enough to tell a person. The rejects themselves go to a file that the job names. */
export interface Rejected {
  /** The first reject of each code, in the order of the input, with how many there are of its code. */
  readonly reasons: readonly (Reject & { readonly count: number })[]
  /** The files named outright no record of which is a page, each with its first reject. */
  readonly unread: readonly Reject[]
}

/** The one error class of wusum. `message` is a sentence that says what and where. */
export class WusumError extends Error {
  override readonly name = 'WusumError'
  readonly code: ErrorCode
  readonly where: Where
  /** Whether the same call may succeed when tried again later (a busy registry), as it stands. */
  readonly retry: boolean
  /** Of NOTHING_READ and TOO_MANY_REJECTS. */
  readonly rejected: Rejected | undefined

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      readonly where?: Where | undefined
      readonly cause?: unknown
      readonly retry?: boolean | undefined
      readonly rejected?: Rejected | undefined
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.where = options.where ?? {}
    this.retry = options.retry ?? false
    this.rejected = options.rejected
  }
}
