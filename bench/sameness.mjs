#!/usr/bin/env node
// How the near-duplicate search and the matcher grow: clusters of N distinct generated keys, for each N given.
//   node --expose-gc bench/sameness.mjs [N…]        (default 100000 1000000)
// One line an N: seconds of processor time of createClusters (fold, index, candidates, judging, clusters), peak resident memory, tags, variants;
// then the exponent of growth between the first and the last. One process, one core.
import { createClusters } from '../dist/core/sameness/cluster.js'
import { loadModel } from '../dist/model/index.js'
import { keys } from './names.mjs'

const sizes = process.argv
  .slice(2)
  .map(Number)
  .filter((n) => n > 0)
if (sizes.length === 0) sizes.push(100_000, 1_000_000)
const letters = loadModel().letters
const sameness = loadModel().sameness
createClusters(keys(5000), { letters, sameness }).tags()
const seconds = []
for (const size of sizes) {
  const surfaces = [...keys(size)]
  globalThis.gc?.()
  const start = process.cpuUsage().user
  const clusters = createClusters(surfaces, { letters, sameness })
  const clustered = (process.cpuUsage().user - start) / 1e6
  const peak = process.resourceUsage().maxRSS / 1024
  const tags = clusters.tags()
  const all = (process.cpuUsage().user - start) / 1e6
  seconds.push(clustered)
  const variants = tags.reduce((sum, tag) => sum + tag.variants.length, 0)
  const end = process.resourceUsage().maxRSS / 1024
  console.log(
    `${size} keys: ${clustered.toFixed(1)} s to cluster, peak ${peak.toFixed(0)} MB; ${all.toFixed(1)} s, ${end.toFixed(0)} MB with the list of ${tags.length} tags, ${variants} variants`,
  )
}
if (sizes.length > 1) {
  const exponent = Math.log(seconds.at(-1) / seconds[0]) / Math.log(sizes.at(-1) / sizes[0])
  console.log(`growth: time ~ n^${exponent.toFixed(2)}`)
}
