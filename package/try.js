/** Writes docs/try.html: the core, the model and a page around them in one file, which opens from disk. After `npm run build`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'rolldown'
import { MODEL_FILES } from '../dist/model/files.js'

const at = (place) => new URL(`../${place}`, import.meta.url)
const target = process.argv[2] ?? fileURLToPath(at('docs/try.html'))
const { output } = await build({
  input: fileURLToPath(at('ui/try.ts')),
  platform: 'browser',
  write: false,
  output: { format: 'iife', minify: true, comments: false },
})
const model = Object.fromEntries(MODEL_FILES.map((name) => [name, readFileSync(at(`data/${name}`), 'base64')]))
const script = `const MODEL = ${JSON.stringify(model)};\n${output[0].code.replaceAll('</script', '<\\/script')}`
writeFileSync(
  target,
  readFileSync(at('ui/try.html'), 'utf8').replace('/*SCRIPT*/', () => script),
)
