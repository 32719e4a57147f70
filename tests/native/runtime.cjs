/** Test files, and what they import, are loaded by Node itself, as `wusum` is. */
const { pathToFileURL } = require('node:url')
const { default: Runtime } = require('jest-runtime')

module.exports = class extends Runtime {
  constructor(config, environment, ...rest) {
    super(config, environment, ...rest)
    forgetCircus()
    this.environment = environment
  }
  requireInternalModule(from, to) {
    return require(to ? require.resolve(to, { paths: [from] }) : from)
  }
  setGlobalsForRuntime(globals) {
    const { moduleMocker } = this.environment
    globalThis[Symbol.for('wusum.jest')] = {
      ...globals,
      jest: {
        spyOn: moduleMocker.spyOn.bind(moduleMocker),
        restoreAllMocks: () => moduleMocker.restoreAllMocks(),
      },
    }
  }
  unstable_shouldLoadAsEsm() {
    return true
  }
  async unstable_importModule(path) {
    await import(pathToFileURL(path).href)
  }
}

/** What the runner of tests kept of the file before, in a process that takes several. */
function forgetCircus() {
  for (const path of Object.keys(require.cache)) if (path.includes('jest-circus')) delete require.cache[path]
  for (const symbol of Object.getOwnPropertySymbols(globalThis))
    if (/^Symbol\(.*(?:JEST|EVENT_HANDLERS|TEST_).*\)$/i.test(symbol.toString())) delete globalThis[symbol]
}
