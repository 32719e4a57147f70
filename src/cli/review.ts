import { spawn } from 'node:child_process'
import { WusumError } from '../core/errors.js'
import { command } from './command.js'
import { note, print } from './display.js'

const describe = 'Settle merges and look-alikes of a registry in the browser'

export const reviewCommand = command({
  command: 'review',
  describe,
  builder: (argv) =>
    argv
      .usage(
        `wusum review --registry R\n\n${describe}.\n\n` +
          'Serves 127.0.0.1 only, on a free port, to who has the printed address. Every action is a decision in the registry,\n' +
          'at once, also while an ingest runs. Cost: memory and time as wusum tags to read and judge the registry.',
      )
      .option('registry', { type: 'string', nargs: 1, demandOption: true, describe: 'The registry to review' })
      .option('lang', {
        choices: ['ar', 'en'] as const,
        default: 'ar' as const,
        describe: 'Language of the page at first',
      })
      .option('port', { type: 'number', nargs: 1, describe: 'Port to serve; default: a free one' })
      .option('open', { type: 'boolean', default: true, describe: 'Open the browser, where there is one' })
      .example('wusum review --registry tags.db --lang en', ''),
  handler: async ({ registry, lang, port, open }) => {
    if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65_536))
      throw new WusumError('USAGE', `--port takes a whole number from 0 to 65535, not ${port}`)
    const { review } = await import('../review/index.js')
    const session = await review(registry, { lang, port })
    const { url, ready } = session
    await print(`${url}\n`)
    note('open this address in a browser on this machine; end with Ctrl-C')
    if (open) openBrowser(url)
    const stopped = new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
    })
    try {
      await Promise.race([stopped, ready])
      await stopped
    } finally {
      await session.close()
    }
  },
})

/** Opens the address in the reader's browser, if this machine has a screen to show it on. */
function openBrowser(url: string): void {
  const onScreen = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'])
  if (!onScreen) return
  const opener = { darwin: 'open', win32: 'explorer.exe' }[process.platform as string] ?? 'xdg-open'
  // without one the printed address is enough
  spawn(opener, [url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref()
}
