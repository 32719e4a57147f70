/** Strings in the order of their code units: the same on every machine, whatever its locale. */
export const byUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
