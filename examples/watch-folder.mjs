// For cron: takes every file of pages (JSON lines) out of a folder, once.
//
//   */5 * * * *  node examples/watch-folder.mjs /srv/inbox /srv/done /srv/tags.db
//
// A file is moved only after its pages are kept. Killed in between, the next run takes it again and counts nothing twice;
// two runs at once do no harm either.
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { openRegistry } from 'wusum'

const [inbox, done, where] = process.argv.slice(2)
const registry = await openRegistry(where)

for (const name of (await readdir(inbox)).filter((file) => file.endsWith('.jsonl')).sort()) {
  const file = path.join(inbox, name)
  let text
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') continue // another run was faster
    throw error
  }
  const records = []
  for (const line of text.split('\n').filter(Boolean)) {
    const { id, title, text, tags } = JSON.parse(line)
    records.push(JSON.stringify(await registry.ingest({ id, title, text, lists: tags && [{ from: 'field', tags }] })))
  }
  await registry.flush()
  await writeFile(path.join(done, `${name}.tags`), records.map((record) => `${record}\n`).join(''))
  await rename(file, path.join(done, name)).catch((error) => {
    if (error.code !== 'ENOENT') throw error
  })
}
await registry.settle()
await registry.close()
