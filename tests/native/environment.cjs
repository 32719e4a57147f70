/** Tests see the global scope of their process. Within Jest's own, every `Map` and `Math` is asked of a proxy. */
const { ModuleMocker } = require('jest-mock')

module.exports = class {
  global = globalThis
  moduleMocker = new ModuleMocker(globalThis)
  exportConditions = () => ['node']
  getVmContext = () => null
  setup = async () => {}
  teardown = async () => {}
}
