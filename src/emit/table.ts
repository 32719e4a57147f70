import type { RecordWriter, TagWriter } from './types.js'

type Draw = (text: string) => string

function also(tag: string, surfaces: readonly string[], draw: Draw): string {
  const others = surfaces.filter((s) => s !== tag)
  return others.length ? `  ←  ${others.map(draw).join(', ')}` : ''
}

/** For people. The Arabic stands last on its line, so that columns hold in terminals of either direction. */
export const table = (draw: Draw): RecordWriter => ({
  head: '',
  page({ id, tags }) {
    const head = `\n${draw(id)}\n`
    if (!tags.length) return `${head}      (no tags)\n`
    return (
      head +
      tags
        .map(
          (t) =>
            `  ${String(t.count).padStart(4)}×  ${t.confidence.toFixed(2)}  ${t.from.join('+').padEnd(8)}  ` +
            `${t.scope === 'site' ? '(site) ' : ''}${draw(t.tag)}${also(t.tag, t.surfaces, draw)}\n`,
        )
        .join('')
    )
  },
  end: () => '',
})

export const tableTags = (draw: Draw): TagWriter =>
  function* (tags) {
    for (const { tag, pages, count, variants } of tags) {
      const others = variants.map(({ surface }) => surface)
      yield `${String(count).padStart(7)}×  ${String(pages).padStart(6)} pages  ${draw(tag)}${also(tag, others, draw)}\n`
    }
  }
