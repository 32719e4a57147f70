// Other ways to find the tags of a flattened list, on the same pages: node train/peers.mjs GOLD.jsonl.gz…
// Text evidence is that of all pages measured (as warm). Each peer gets the list once, without its repeats.
import { Score, flat, flatTag, key, readJsonl } from './lib.mjs'

const LONGEST = 6
const wordsOf = (text) => key(text).split(' ').filter(Boolean)

function counts(streams, longest) {
  const grams = new Map()
  let total = 0
  for (const words of streams) {
    total += words.length
    for (let i = 0; i < words.length; i++) {
      let gram = ''
      for (let j = i; j < Math.min(words.length, i + longest); j++) {
        gram = gram === '' ? words[j] : `${gram} ${words[j]}`
        grams.set(gram, (grams.get(gram) ?? 0) + 1)
      }
    }
  }
  return { grams, total }
}

/** Best cut by a score of spans. */
function best(words, score) {
  const value = [0]
  const from = [0]
  for (let j = 1; j <= words.length; j++) {
    value[j] = -Infinity
    for (let i = Math.max(0, j - LONGEST); i < j; i++) {
      const v = value[i] + score(words.slice(i, j).join(' '), j - i)
      if (v > value[j]) {
        value[j] = v
        from[j] = i
      }
    }
  }
  const cut = []
  for (let j = words.length; j > 0; j = from[j]) cut.unshift(words.slice(from[j], j).join(' '))
  return cut
}
const join = (words, inside) => {
  const tags = []
  words.forEach((w, i) => {
    if (i > 0 && inside(words[i - 1], w, i)) tags.push(`${tags.pop()} ${w}`)
    else tags.push(w)
  })
  return tags
}

for (const file of process.argv.slice(2)) {
  const pages = readJsonl(file).filter((p) => p.tags.some((t) => key(t)))
  const lists = pages.map((p) => wordsOf(flat(p.tags)))
  const distinct = [...new Map(lists.map((l) => [l.join(' '), l])).values()]
  const texts = pages.map((p) => p.text.split(/[\n.,،؛;:!؟?()«»"“”]+/u).map(wordsOf))
  const prose = counts(texts.flat(), 5)
  const own = counts(distinct, 5)
  const after = new Map()
  const before = new Map()
  for (const l of distinct) {
    l.forEach((w, i) => {
      if (!after.has(w)) after.set(w, new Set())
      if (!before.has(w)) before.set(w, new Set())
      if (i + 1 < l.length) after.get(w).add(l[i + 1])
      if (i > 0) before.get(w).add(l[i - 1])
    })
  }
  // EM for a unigram model over word spans of the lists
  let model = new Map()
  {
    let mass = 0
    for (const [g, n] of own.grams) if (n > 1 || !g.includes(' ')) mass += n
    for (const [g, n] of own.grams) if (n > 1 || !g.includes(' ')) model.set(g, n / mass)
    for (let round = 0; round < 8; round++) {
      const expected = new Map()
      for (const words of distinct) {
        const n = words.length
        const f = new Float64Array(n + 1)
        const b = new Float64Array(n + 1)
        const scale = new Float64Array(n + 1).fill(1)
        f[0] = 1
        const p = (i, j) => model.get(words.slice(i, j).join(' ')) ?? 0
        for (let j = 1; j <= n; j++) {
          for (let i = Math.max(0, j - 5); i < j; i++) {
            let v = f[i] * p(i, j)
            for (let k = i + 1; k < j; k++) v /= scale[k]
            f[j] += v
          }
          scale[j] = f[j] || 1
          f[j] = f[j] > 0 ? 1 : 0
        }
        b[n] = 1
        for (let i = n - 1; i >= 0; i--) {
          for (let j = i + 1; j <= Math.min(n, i + 5); j++) {
            let v = p(i, j) * b[j]
            for (let k = i + 1; k <= j; k++) v /= scale[k]
            b[i] += v
          }
        }
        for (let i = 0; i < n; i++) {
          for (let j = i + 1; j <= Math.min(n, i + 5); j++) {
            let v = f[i] * p(i, j) * b[j]
            for (let k = i + 1; k <= j; k++) v /= scale[k]
            if (v > 1e-9)
              expected.set(words.slice(i, j).join(' '), (expected.get(words.slice(i, j).join(' ')) ?? 0) + v)
          }
        }
      }
      let sum = 0
      for (const v of expected.values()) sum += v
      model = new Map([...expected].filter(([, v]) => v > 1e-3).map(([g, v]) => [g, v / sum]))
    }
  }
  const pmi = (a, b) => {
    const n = prose.grams.get(`${a} ${b}`) ?? 0
    return n === 0 ? -Infinity : Math.log2((n * prose.total) / ((prose.grams.get(a) ?? 1) * (prose.grams.get(b) ?? 1)))
  }
  const peers = {
    'every word a tag': (words) => words,
    'adjacent in the page’s text': (words, i, page) => join(words, (a, b) => page.has(`${a} ${b}`)),
    'pointwise mutual information over 6': (words) => join(words, (a, b) => pmi(a, b) > 6),
    'n-gram frequency times length (Hagen 2011)': (words) =>
      best(words, (span, size) => (size === 1 ? 0 : (prose.grams.get(span) ?? 0) * size ** size)),
    'accessor variety under 3 on a side': (words) =>
      join(words, (a, b) => (after.get(a)?.size ?? 0) < 3 || (before.get(b)?.size ?? 0) < 3),
    'unigram model by EM': (words) => best(words, (span, size) => Math.log(model.get(span) ?? 1e-9 ** size)),
  }
  for (const [name, cut] of Object.entries(peers)) {
    const score = new Score()
    const houses = new Map()
    pages.forEach((page, i) => {
      const near = new Set(texts[i].flatMap((c) => c.slice(1).map((w, k) => `${c[k]} ${w}`)))
      const house = /^([a-z]+):/u.exec(page.id)?.[1]
      if (house !== undefined && !houses.has(house)) houses.set(house, new Score())
      const flattened = { ...page, tags: page.tags.map(flatTag) }
      const answer = cut(lists[i], i, near)
      for (const one of [score, houses.get(house)]) one?.add(flattened, new Set(), answer)
    })
    console.log(`${file.split('/').pop()} ${name}: ${score}`)
    if (houses.size > 0)
      console.log(`  ${[...houses].map(([house, one]) => `${house} ${one.f1.toFixed(3)}`).join(', ')}`)
  }
}
