/** How many versions of page `i` are delivered. */
export const versionsOf = (i: number): number => 1 + (i % 5 === 0 ? 2 : i % 2)

/** How a worker ends that wants to be started again. */
export const AGAIN = 75
