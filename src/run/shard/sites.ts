import type { SiteLists } from '../../core/lists/site.js'
import { BinaryReader, BinaryWriter } from '../binary.js'

const KIND = 'sites'
/** Changes with what the tables count. */
const VERSION = 1

/** The lists of sites as bytes: of bounded size but for the names of the sites. */
export function sitesToBytes(sites: SiteLists): Uint8Array {
  const out = new BinaryWriter(KIND, VERSION)
  const named = sites.sites()
  out.number(named.length)
  for (const [site, pages] of named) {
    out.text(site)
    out.number(pages)
  }
  for (const table of sites.tables) out.table(table)
  return out.done()
}

/** Adds what `sitesToBytes` gave. @throws WusumError UNREADABLE for bytes that it did not give, or of another version */
export function addSites(into: SiteLists, bytes: Uint8Array, name: string): void {
  const from = new BinaryReader(bytes, KIND, VERSION, name)
  const named = Array.from({ length: from.number() }, (): [string, number] => [from.text(), from.number()])
  into.add(named, [from.table(), from.table()])
}
