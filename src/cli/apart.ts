import { refuseSame, registryFiles, type Use } from '../run/places.js'

const isText = (name: string | undefined): name is string => name !== undefined

/**
 * Refuses a command that would write over what it reads, before anything is opened: also where the shell leads standard
 * output into it.
 *
 * @param output where it writes, when not to standard output
 */
export function keepApart(
  registry: string | undefined,
  files: readonly (string | undefined)[] = [],
  output = '-',
): void {
  const use = (what: string, name: string, dash: number): Use => ({ what, name: name === '-' ? dash : name })
  refuseSame(
    [use('the output', output, 1)],
    [
      ...registryFiles(registry).map((name) => use('the registry', name, 0)),
      ...files.filter(isText).map((name) => use('the input', name, 0)),
    ],
  )
}
