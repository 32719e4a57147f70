/** Numbers and counts in words, for people. */
export const grouped = (value: number): string => value.toLocaleString('en-US')

/** Counts by name, the largest first. */
export const counts = (of: Readonly<Record<string, number>>): string[] =>
  Object.entries(of)
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]) => `${grouped(count)} ${name}`)
