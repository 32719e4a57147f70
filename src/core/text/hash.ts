/**
 * FNV-1a over 16-bit units: from `SEED` on, `hash = Math.imul(hash ^ unit, PRIME)` for each. Quick and weak in its low bits:
 * what is to be a slot of a table is mixed first.
 */
export const SEED = 0x811c9dc5
export const PRIME = 0x01000193

/** The hash of a string's units, without a sign. */
export function hashOf(text: string): number {
  let hash = SEED
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME)
  return hash >>> 0
}
