// Measures segmentation without the command line: node train/measure.mjs GOLD.jsonl.gz… ; prints warm, cold and mixed.
import { Evidence } from '../dist/core/boundaries/evidence.js'
import { ProseReader } from '../dist/core/text/tokens.js'
import { collapseRepeats } from '../dist/core/boundaries/repeats.js'
import { observeRun, segment } from '../dist/core/boundaries/segment.js'
import { textMatches } from '../dist/core/boundaries/matches.js'
import { Score, key, readJsonl, scraped } from './lib.mjs'

export function collection(pages, model, { delimited = () => false } = {}) {
  const reader = new ProseReader(model.letters)
  const evidence = new Evidence(model.letters)
  const held = []
  pages.forEach(({ page, run, nav }, index) => {
    const prose = reader.read(page.title, page.text, [[0, page.text.length]])
    evidence.observeProse(prose)
    if (delimited(index)) {
      evidence.observeList(page.tags)
      return
    }
    const r = { pieces: [run] }
    const shape = collapseRepeats(r, model.letters)
    observeRun(shape, evidence)
    held.push({ page, nav, run: r, matches: textMatches(shape, prose) })
  })
  return { evidence, held }
}

export function measure(held, evidence, model, bins) {
  const score = new Score()
  for (const { page, nav, run, matches } of held) {
    const answers = segment(run, matches, evidence, model)
    score.add(
      page,
      nav,
      answers.map((a) => a.surface),
    )
    if (bins) {
      const want = new Set(page.tags.map(key))
      const seen = new Set()
      for (const a of answers) {
        const k = key(a.surface)
        if (seen.has(k) || (nav.has(k) && !want.has(k))) continue
        seen.add(k)
        const bin = bins[Math.min(9, Math.floor(a.confidence * 10))]
        bin.n++
        bin.sum += a.confidence
        if (want.has(k)) bin.right++
      }
    }
  }
  return score
}

export const newBins = () => Array.from({ length: 10 }, () => ({ n: 0, sum: 0, right: 0 }))
export const ece = (bins) => {
  const n = bins.reduce((s, b) => s + b.n, 0)
  return bins.reduce((s, b) => s + Math.abs(b.right - b.sum), 0) / n
}

export function report(file, model, log = console.log) {
  const pages = scraped(readJsonl(file))
  const { evidence, held } = collection(pages, model)
  const name = file.split('/').pop().split('.').slice(0, 2).join('.')
  for (const [mode, ev] of [
    ['warm', evidence],
    ['cold', undefined],
  ]) {
    const bins = newBins()
    const t = performance.now()
    const score = measure(held, ev, model, bins)
    const ms = performance.now() - t
    log(`${name} ${mode}: ${score} ece ${ece(bins).toFixed(4)} ${ms.toFixed(0)} ms`)
  }
  const mixed = collection(pages, model, { delimited: (i) => i % 10 === 0 })
  log(`${name} mixed: ${measure(mixed.held, mixed.evidence, model)}`)
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const { loadModel } = await import('../dist/model/index.js')
  for (const file of process.argv.slice(2)) report(file, loadModel().segmenter)
}
