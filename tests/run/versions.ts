import type { Page } from '../../dist/index.js'
import { marketPage, newsPage } from './news.js'

/** How many versions of page `i` are delivered. */
export const versionsOf = (i: number): number => 1 + (i % 5 === 0 ? 2 : i % 2)

/** How a worker ends that wants to be started again. */
export const AGAIN = 75

/** Page `i` as it was in one version. */
export const pageIn = (i: number, version: number): Page =>
  i % 4 === 0 ? newsPage(i, version) : marketPage(i, version)
