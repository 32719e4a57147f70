import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs'
import { WusumError } from '../core/errors.js'

/** No argument of a process holds it. */
const LITERAL = '\0'

/** Arguments in which those behind `--` are marked: yargs would not hand them to the command's places. */
export function literal(args: readonly string[]): string[] {
  const at = args.indexOf('--')
  return at < 0 ? [...args] : [...args.slice(0, at), ...args.slice(at + 1).map((word) => LITERAL + word)]
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
        if (!places.has(name) && name !== '_' && JSON.stringify(own) !== JSON.stringify(value))
          throw new WusumError('USAGE', `--${name} lacks its value before --`)
        return [name, own] as const
      })
      return module.handler(Object.fromEntries(given) as ArgumentsCamelCase<T>)
    },
  } as unknown as CommandModule
}
