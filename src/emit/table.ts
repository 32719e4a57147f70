import type { Writer } from './index.js'

/** For people. The Arabic stands last on its line, so that columns hold in terminals of either direction. */
export function table(draw: (text: string) => string): Writer {
  const also = (tag: string, surfaces: readonly string[]) => {
    const others = surfaces.filter((s) => s !== tag)
    return others.length ? `  ←  ${others.map(draw).join(', ')}` : ''
  }
  return {
    head: '',
    tagHead: '',
    page({ id, tags }) {
      const head = `\n${draw(id)}\n`
      if (!tags.length) return `${head}      (no tags)\n`
      return (
        head +
        tags
          .map(
            (t) =>
              `  ${String(t.count).padStart(4)}×  ${t.confidence.toFixed(2)}  ${t.from.join('+').padEnd(8)}  ` +
              `${t.scope === 'site' ? '(site) ' : ''}${draw(t.tag)}${also(t.tag, t.surfaces)}\n`,
          )
          .join('')
      )
    },
    tag: (t) =>
      `${String(t.count).padStart(7)}×  ${String(t.pages).padStart(6)} pages  ${draw(t.tag)}` +
      `${also(
        t.tag,
        t.variants.map((v) => v.surface),
      )}\n`,
  }
}
