import { ruleInWords } from '../../src/emit/rule-words.ts'
import type { Filter } from './api.ts'
import type { Language, Words } from './words.ts'

/** What the list shows, and in which order. */
export function Filters(props: {
  words: Words
  lang: Language
  rules: Readonly<Record<string, number>>
  filter: Filter
  set: (filter: Filter) => void
}) {
  const { words, lang, filter, set } = props
  const choose = (
    name: string,
    label: string,
    value: string,
    options: readonly (readonly [string, string])[],
    change: (to: string) => void,
  ) => (
    <label>
      <span>{label}</span>
      <select name={name} value={value} onChange={(event) => change(event.currentTarget.value)}>
        {options.map(([key, text]) => (
          <option value={key} selected={key === value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
  const rules = Object.entries(props.rules ?? {})
    .sort((x, y) => y[1] - x[1])
    .map(([rule, count]) => [rule, `${ruleInWords(rule, lang)} (${words.number(count)})`] as const)
  return (
    <form class="filters" role="search" aria-label={words.filter} onSubmit={(event) => event.preventDefault()}>
      <label class="wide">
        <span>{words.filterText}</span>
        <input
          type="search"
          name="text"
          dir="auto"
          autocomplete="off"
          spellcheck={false}
          maxLength={200}
          placeholder={words.filterHint}
          value={filter.text ?? ''}
          onInput={(event) => set({ ...filter, text: event.currentTarget.value || undefined })}
        />
      </label>
      {choose('rule', words.filterRule, filter.rule ?? '', [['', words.any], ...rules], (to) =>
        set({ ...filter, rule: to || undefined }),
      )}
      {choose(
        'chance',
        words.filterChance,
        String(filter.chance ?? 0),
        [
          ['0', words.any],
          ...['0.05', '0.1', '0.2', '0.4'].map((it) => [it, words.atLeast(words.percent(Number(it)))] as const),
        ],
        (to) => set({ ...filter, chance: Number(to) || undefined }),
      )}
      {choose(
        'pages',
        words.filterPages,
        String(filter.pages ?? 0),
        [
          ['0', words.any],
          ...['2', '5', '10', '50'].map((it) => [it, words.atLeast(words.pages(Number(it)))] as const),
        ],
        (to) => set({ ...filter, pages: Number(to) || undefined }),
      )}
      {choose(
        'order',
        words.order,
        filter.order ?? '',
        [
          ['', words.byWorth],
          ['chance', words.byChance],
          ['pages', words.byPages],
          ['text', words.byText],
        ],
        (to) => set({ ...filter, order: (to || undefined) as Filter['order'] }),
      )}
      {choose(
        'kind',
        words.filterState,
        filter.open ? 'open' : (filter.kind ?? ''),
        [
          ['', words.any],
          ['open', words.undecided],
          ['apart', words.nowTwo],
          ['merged', words.nowOne],
        ],
        (to) =>
          set({
            ...filter,
            open: to === 'open' || undefined,
            turn: to === 'open' ? (filter.turn ?? 0) + 1 : filter.turn,
            kind: to === 'apart' || to === 'merged' ? to : undefined,
          }),
      )}
    </form>
  )
}
