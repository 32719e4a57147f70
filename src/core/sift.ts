// STAND-IN until its owner lands the real one: replace this file whole.
import type { Letters } from './fold.js'
import type { Page, TagList } from './types.js'
export interface SetAside { reason: string; tags: readonly string[] }
export function sift(page: Page, lists: readonly TagList[], letters: Letters): { kept: readonly TagList[]; setAside: readonly SetAside[] } { void page; void letters; return { kept: lists, setAside: [] } }
