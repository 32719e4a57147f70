import type { Argv, ArgumentsCamelCase, CommandModule } from 'yargs'

/** A yargs command whose handler knows the types of the options that its builder declares. */
export function command<T>(module: {
  command: string | readonly string[]
  describe: string
  builder: (argv: Argv) => Argv<T>
  handler: (args: ArgumentsCamelCase<T>) => Promise<void>
}): CommandModule {
  return module as unknown as CommandModule
}
