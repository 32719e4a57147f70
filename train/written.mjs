// Reads the written lists: a folder of files, or one file that packs them.
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'

/** Pages `{ house, number, title, text, tags }` in the order of the houses; `number` is the house's. */
export function readWritten(place) {
  const texts = fs.statSync(place).isDirectory()
    ? fs
        .readdirSync(place, { recursive: true })
        .filter((name) => name.endsWith('.txt'))
        .sort()
        .map((name) => fs.readFileSync(path.join(place, name), 'utf8'))
    : [(place.endsWith('.br') ? zlib.brotliDecompressSync(fs.readFileSync(place)) : fs.readFileSync(place)).toString()]
  const pages = []
  let number = -1
  let house = ''
  let title = ''
  let text = ''
  for (const line of texts.flatMap((t) => t.split('\n'))) {
    if (line.startsWith('## house: ')) {
      house = line.slice(10).split('|')[0].trim()
      number++
    } else if (line.startsWith('T: ')) {
      title = line.slice(3)
      text = ''
    } else if (line.startsWith('X: ')) text = line.slice(3)
    else if (line.startsWith('K: ')) {
      const tags = line
        .slice(3)
        .split('|')
        .map((t) => t.trim())
        .filter(Boolean)
      pages.push({ house, number, title, text, tags })
      title = text = ''
    }
  }
  return pages
}
