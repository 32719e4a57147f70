/** Bundles what runs in a browser (the report's search, the review page) into dist/ui, beside the styles. */
import { cpSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'rolldown'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

mkdirSync(here('../dist/ui'), { recursive: true })
for (const [input, file] of [
  ['report.ts', 'report.js'],
  ['review/main.tsx', 'review.js'],
])
  await build({
    input: here(input),
    platform: 'browser',
    output: { file: here(`../dist/ui/${file}`), format: 'iife', minify: true, comments: false },
  })
for (const style of ['report.css', 'review.css']) cpSync(here(style), here(`../dist/ui/${style}`))
