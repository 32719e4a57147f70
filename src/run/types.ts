/** What a job is told, and what it tells. */
import type { RejectCode, Rejected } from '../core/errors.js'
import type { Decision, FieldNames, Repair, SiftReason } from '../core/types.js'
import type { OutputFormat } from '../emit/index.js'
import type { StopSignal } from './stopping.js'

/** A stream that takes text, such as `process.stdout`: a Writable of Node. */
export interface TextStream {
  write(text: string): boolean
  on(event: string, listener: (...values: never[]) => void): unknown
}

/** A job: which pages to read, and what to do with their tags. Only `inputs` must be given. */
export interface Job {
  /** Files, folders, globs, or `-` for standard input. */
  readonly inputs: readonly string[]
  /**
   * A path (a file is written whole or not at all, behind links too; a pipe or device as records come) or a stream. Without
   * it nothing is written; the summary still comes.
   */
  readonly output?: string | TextStream | undefined
  /** What is written: a record a page (default), or one for each canonical tag. */
  readonly list?: 'pages' | 'tags' | undefined
  /** Default `jsonl`. Which there are depends on `list`. */
  readonly format?: OutputFormat | undefined
  /** Begin CSV with a byte order mark, for Excel. Default true. */
  readonly bom?: boolean | undefined
  /** Prepares text for the eye, for the `table` format. */
  readonly draw?: ((text: string) => string) | undefined
  /**
   * Threads. Default 1: everything in the calling thread. 0: one for each processor, 16 at most, where there is so much input
   * that they pay.
   */
  readonly jobs?: number | undefined
  /** Learn from all pages before cutting their lists (default), or take each page alone, with what ships. */
  readonly learn?: boolean | undefined
  /**
   * Pages of the same houses whose tags are delimited: files, folders, globs. Their tags, and how they make them, are learned
   * before the lists of `inputs` are cut; they themselves are not written. Not with a registry.
   */
  readonly adapt?: readonly string[] | undefined
  /** Page field to column, where an export has other names: `{ id: 'postId' }`. */
  readonly fields?: FieldNames | undefined
  /** Where records stand in JSON that wraps them, `hits.hits[]._source`. Default: found by what they look like. */
  readonly records?: string | undefined
  /** A decisions file, or decisions. */
  readonly decisions?: string | readonly Decision[] | undefined
  /** A registry to learn into and agree with: a file, postgres://…, or memory: */
  readonly registry?: string | undefined
  /** Where rejected records go, one JSON object a line with its reason. */
  readonly rejects?: string | undefined
  /** Where the summary goes, one JSON object. */
  readonly summary?: string | undefined
  /** Fail when more records than this are rejected. Default: never. */
  readonly maxRejects?: number | undefined
  /** Stop after so many pages; such a job runs in one thread. */
  readonly limit?: number | undefined
  /** Take this share of the pages, 0 to 1, by a hash of the id. Default 1. */
  readonly sample?: number | undefined
  /** Leave out tags of less confidence, 0 to 1. Default 0. */
  readonly minConfidence?: number | undefined
  /** Leave out lists that the whole site repeats. */
  readonly ownOnly?: boolean | undefined
  /** Look for no list in a text that no label announces. */
  readonly labelledOnly?: boolean | undefined
  /** Keep lists that look like no tags. */
  readonly setAside?: boolean | undefined
  /** Go on where an interrupted run with the same output stopped; the result is the same, byte for byte. */
  readonly resume?: boolean | undefined
  /** Seconds between checkpoints, for jobs with an output path. Default 10. */
  readonly checkpointSeconds?: number | undefined
  /** Stops the job; what is done so far is kept for `resume`. */
  readonly signal?: StopSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Hears sentences that a person should read: files passed by, since they are no pages; work of an earlier run. */
  readonly onNotice?: ((notice: string) => void) | undefined
}

export interface Progress {
  readonly phase: 'reading' | 'cutting' | 'writing'
  /** Bytes of input read, or of held records, and how many there are, where known. */
  readonly bytes: number
  readonly totalBytes: number | undefined
  readonly pages: number
  readonly seconds: number
}

export interface RunSummary {
  readonly pages: number
  readonly pagesWithTags: number
  readonly runs: number
  readonly lists: number
  /** Tag occurrences, distinct spellings among them, and unique canonical tags. */
  readonly surfaces: number
  readonly spellings: number
  readonly tags: number
  /** The ten most used. */
  readonly top: readonly { readonly tag: string; readonly count: number }[]
  readonly rejected: number
  readonly rejectedBy: Readonly<Partial<Record<RejectCode, number>>>
  /** The first reject of each code, in the order of the input, with how many there are of its code. */
  readonly reasons: Rejected['reasons']
  /** The files named outright no record of which is a page, each with its first reject. */
  readonly unread: Rejected['unread']
  readonly repairs: Readonly<Partial<Record<Repair, number>>>
  readonly setAside: Readonly<Partial<Record<SiftReason, number>>>
  /** Pages by the month of their date, `2024-05`; pages without one are not in it. */
  readonly months: Readonly<Record<string, number>>
  /** Tag occurrences that stand only in lists which their whole site repeats. */
  readonly siteTags: number
  /** Files met in folders that only go with pages, and were passed by: style sheets, images, what browsers save beside a page. */
  readonly assets: number
  readonly seconds: number
  /** What was read of each input, and in all. */
  readonly inputs: readonly ReadInput[]
  readonly total: Read
}

/** What was read, as one format from one input, or in all. Counts are by name. */
export interface Read {
  /** Files, or parts of standard input. */
  readonly files: number
  readonly pages: number
  /** Undelimited lists. */
  readonly runs: number
  /** Pages by the charset that they were read in: `utf-8`, another by name where evidence spoke for it, else as declared. */
  readonly charsets: Readonly<Record<string, number>>
  /** Pages by the path at which their record stood in JSON that wraps it. */
  readonly records: Readonly<Record<string, number>>
  /** Page field and the name under which records have it, `text=content`, with how many pages. */
  readonly fields: Readonly<Record<string, number>>
  /** Delimited lists by where they were found; `unlabelled`: in the text, where nothing announces them. */
  readonly lists: Readonly<Record<string, number>>
  readonly repairs: Readonly<Record<string, number>>
  readonly setAside: Readonly<Record<string, number>>
  readonly rejected: Readonly<Record<string, number>>
}

/** Of one input as it was given: a file, a folder, a glob, `-`. What is past the first thousand is told together. */
export interface ReadInput extends Read {
  /** Absent for all inputs past those that are told by themselves. */
  readonly input?: string
  /** Absent where nothing could be made of it. */
  readonly format?: string
  readonly notes: readonly Note[]
}

/** Something that a field holds, and is not expected to. */
export interface Note {
  readonly kind: 'missing' | 'numbers' | 'address' | 'same-tag' | 'single-words'
  /** The name of the field; of a list of tags, or a text, of which that does not matter, `tags` or `text`. */
  readonly field: string
  readonly count: number
  readonly of: number
  /** One sentence. */
  readonly text: string
}
