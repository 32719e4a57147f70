/** The search of a report, which unpacks the index at the first key typed; what copies a line; what unfolds for print. */

interface Row {
  readonly cells: readonly string[]
  readonly keys: readonly string[]
}

const input = document.querySelector<HTMLInputElement>('#q')!
const found = document.querySelector<HTMLElement>('#found')!
const results = document.querySelector<HTMLElement>('#results')!
const SHOWN = 50

let fold = (text: string): string => text
let rows: Promise<readonly Row[]> | undefined

async function unpack(): Promise<readonly Row[]> {
  const packed = document.querySelector('#index')!.textContent
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  const [table, ...lines] = (await new Response(stream).text()).split('\n')
  const letters = new Map(Object.entries(JSON.parse(table!) as Record<string, string>))
  fold = (text) =>
    Array.from(text, (letter) => letters.get(letter) ?? letter)
      .join('')
      .trim()
      .replace(/\s+/g, ' ')
  return lines.map((line) => {
    const cells = line.split('\t')
    return { cells, keys: [...new Set(cells.filter((_, place) => place !== 1).map(fold))] }
  })
}

/** 0 the whole, 1 its start, 2 a word's start, 3 anywhere; undefined where the query does not stand. */
function place(row: Row, query: string): number | undefined {
  let best: number | undefined
  for (const key of row.keys) {
    const at = key.indexOf(query)
    if (at < 0) continue
    const here = key === query ? 0 : at === 0 ? 1 : key.includes(` ${query}`) ? 2 : 3
    if (best === undefined || here < best) best = here
  }
  return best
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name)
  made.textContent = text
  return made
}

function item({ cells: [tag, pages, ...spellings] }: Row): HTMLElement {
  const made = document.createElement('li')
  made.append(element('bdi', tag!), ' ', element('bdi', `×${Number(pages).toLocaleString('en')}`))
  Object.assign(made.lastElementChild!, { className: 'n', dir: 'ltr' })
  if (spellings.length > 0) {
    const others = element('small', '')
    for (const spelling of spellings) others.append(element('bdi', spelling), ' ')
    made.append(others)
  }
  return made
}

async function search(): Promise<void> {
  const all = await (rows ??= unpack())
  const query = fold(input.value)
  const hits: Row[][] = [[], [], [], []]
  if (query !== '')
    for (const row of all) {
      const rank = place(row, query)
      if (rank !== undefined) hits[rank]!.push(row)
    }
  const list = hits.flat()
  results.replaceChildren(...list.slice(0, SHOWN).map(item))
  const { found: label, nothing } = found.dataset
  found.textContent =
    query === '' ? '' : list.length === 0 ? nothing! : `${label!}: ${list.length.toLocaleString('en')}`
}

input.addEventListener('input', () => void search())

for (const button of document.querySelectorAll<HTMLButtonElement>('.line button')) {
  button.hidden = false
  button.addEventListener('click', () => {
    const line = button.parentElement!.querySelector('code')!
    navigator.clipboard
      .writeText(line.textContent)
      .then(() => {
        button.textContent = button.dataset['copied']!
      })
      .catch(() => getSelection()?.selectAllChildren(line))
  })
}

/** Those that were folded before printing. */
let folded: readonly HTMLDetailsElement[] = []
addEventListener('beforeprint', () => {
  folded = [...document.querySelectorAll('details')].filter((it) => !it.open)
  for (const it of folded) it.open = true
})
addEventListener('afterprint', () => {
  for (const it of folded) it.open = false
})
