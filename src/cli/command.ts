import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs'
import { WusumError } from '../core/errors.js'

/** No argument of a process holds it. */
const LITERAL = '\0'

/** A lone `-`, marked. */
const DASH = `${LITERAL}-`

/**
 * Arguments in which a lone `-` and those behind `--` are marked: yargs would hand the command's places an empty word, or
 * none, for the one, and not hand them the others.
 */
export function literal(args: readonly string[]): string[] {
  const at = args.indexOf('--')
  const before = args.slice(0, at < 0 ? args.length : at).map((word) => (word === '-' ? DASH : word))
  return at < 0 ? before : [...before, ...args.slice(at + 1).map((word) => LITERAL + word)]
}

/** A yargs command whose handler knows the types of the options that its builder declares. */
export function command<T>(module: {
  command: string | readonly string[]
  describe: string
  builder: (argv: Argv) => Argv<T>
  handler: (args: ArgumentsCamelCase<T>) => Promise<void>
}): CommandModule {
  const places = new Set(
    [module.command]
      .flat()
      .join(' ')
      .match(/(?<=[[<])[\w-]+/g),
  )
  const plain = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(plain)
      : typeof value === 'string' && value.startsWith(LITERAL)
        ? value.slice(LITERAL.length)
        : value
  return {
    ...module,
    handler: (args: ArgumentsCamelCase<T>) => {
      const given = Object.entries(args).map(([name, value]) => {
        const own = plain(value)
        const marked = [value]
          .flat()
          .some((word) => typeof word === 'string' && word !== DASH && word.startsWith(LITERAL))
        if (marked && !places.has(name) && name !== '_')
          throw new WusumError('USAGE', `--${name} lacks its value before --`)
        return [name, own] as const
      })
      return module.handler(Object.fromEntries(given) as ArgumentsCamelCase<T>)
    },
  } as unknown as CommandModule
}
