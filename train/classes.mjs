// Word classes from text: the exchange algorithm (Martin, Liermann, Ney 1998) on class bigrams. Deterministic.

/**
 * `streams`: iterable of Int32Array of word hashes, 0 parting sentences. Returns hash to class, 1 to `classes`.
 * Cost: words x classes x neighbouring classes, a round; a few seconds for 30,000 words and 128 classes.
 */
export function learnClasses(streams, { classes = 128, least = 5, rounds = 8, most = 40000, say = () => {} } = {}) {
  const counts = new Map()
  for (const s of streams) for (const w of s) if (w !== 0) counts.set(w, (counts.get(w) ?? 0) + 1)
  const vocabulary = [...counts]
    .filter(([, n]) => n >= least)
    .sort((a, b) => b[1] - a[1] || (a[0] >>> 0) - (b[0] >>> 0))
    .slice(0, most)
  const V = vocabulary.length
  const index = new Map(vocabulary.map(([w], i) => [w, i]))
  // bigram counts over the vocabulary; other words part sentences, as does 0
  const pairs = new Map()
  for (const s of streams) {
    let previous = -1
    for (const w of s) {
      const i = w === 0 ? -1 : (index.get(w) ?? -1)
      if (i >= 0 && previous >= 0) {
        const k = previous * V + i
        pairs.set(k, (pairs.get(k) ?? 0) + 1)
      }
      previous = i
    }
  }
  const next = Array.from({ length: V }, () => [])
  const last = Array.from({ length: V }, () => [])
  let top = 0
  for (const [k, n] of pairs) {
    const a = Math.floor(k / V)
    const b = k % V
    if (a === b) continue
    next[a].push(b, n)
    last[b].push(a, n)
    top += n
  }
  const K = classes
  const log = new Float64Array(top + 2)
  for (let i = 2; i < log.length; i++) log[i] = i * Math.log(i)
  const cls = Int32Array.from({ length: V }, (_, i) => (i < K ? i : i % K))
  const N = new Int32Array(K * K)
  const from = new Int32Array(K)
  const to = new Int32Array(K)
  for (let a = 0; a < V; a++)
    for (let t = 0; t < next[a].length; t += 2) {
      const n = next[a][t + 1]
      N[cls[a] * K + cls[next[a][t]]] += n
      from[cls[a]] += n
      to[cls[next[a][t]]] += n
    }
  const after = new Int32Array(K)
  const before = new Int32Array(K)
  for (let round = 0; round < rounds; round++) {
    let moved = 0
    for (let w = 0; w < V; w++) {
      after.fill(0)
      before.fill(0)
      let out = 0
      let into = 0
      for (let t = 0; t < next[w].length; t += 2) {
        after[cls[next[w][t]]] += next[w][t + 1]
        out += next[w][t + 1]
      }
      for (let t = 0; t < last[w].length; t += 2) {
        before[cls[last[w][t]]] += last[w][t + 1]
        into += last[w][t + 1]
      }
      if (out + into === 0) continue
      const ac = []
      const bc = []
      for (let c = 0; c < K; c++) {
        if (after[c] > 0) ac.push(c)
        if (before[c] > 0) bc.push(c)
      }
      // take w out of its class, then find where it is worth most
      const old = cls[w]
      for (const c of ac) N[old * K + c] -= after[c]
      for (const c of bc) N[c * K + old] -= before[c]
      from[old] -= out
      to[old] -= into
      let best = old
      let bestGain = -Infinity
      for (let c = 0; c < K; c++) {
        let gain = log[from[c]] - log[from[c] + out] + log[to[c]] - log[to[c] + into]
        const row = c * K
        for (const d of ac) gain += log[N[row + d] + after[d]] - log[N[row + d]]
        for (const d of bc) gain += log[N[d * K + c] + before[d]] - log[N[d * K + c]]
        if (gain > bestGain + 1e-9) {
          bestGain = gain
          best = c
        }
      }
      for (const c of ac) N[best * K + c] += after[c]
      for (const c of bc) N[c * K + best] += before[c]
      from[best] += out
      to[best] += into
      if (best !== old) moved++
      cls[w] = best
    }
    say(`classes, round ${round + 1}: ${moved} of ${V} words moved`)
    if (moved < V / 200) break
  }
  return new Map(vocabulary.map(([w], i) => [w, cls[i] + 1]))
}
