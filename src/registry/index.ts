/** The door of the registry: the port is in `types.ts`, its stores in `memory.ts`, `sqlite.ts` and `postgres.ts`. */
import { WusumError } from '../core/errors.js'
import type { Store, StoreOptions } from './types.js'

export type * from './types.js'

/** Whether a registry is named by an address, not by a file. A drive letter is no scheme. */
export const isAddress = (where: string): boolean => /^[a-z][a-z0-9+.-]+:/i.test(where)

/**
 * Opens the registry at `where`: a path (a SQLite file, made when missing), `postgres://…` (`?schema=` names the schema,
 * `wusum` by default) or `memory:`. Only the driver that is needed is loaded.
 *
 * @throws WusumError NOT_FOUND, REGISTRY (not a registry, damaged, no access), REGISTRY_NEWER, REGISTRY_BUSY, USAGE
 */
export async function openStore(where: string, options: StoreOptions = {}): Promise<Store> {
  if (where === 'memory:') return new (await import('./memory.js')).MemoryStore()
  if (/^postgres(ql)?:/i.test(where)) return (await import('./postgres.js')).openPostgres(where, options)
  // The text is not shown: it may hold a password.
  if (isAddress(where)) {
    throw new WusumError('USAGE', 'A registry is a file, a postgres:// address or memory:, not another kind of address')
  }
  if (where === '' || where.includes('\0')) throw new WusumError('USAGE', 'The registry has no name')
  return (await import('./sqlite.js')).openSqlite(where, options)
}
