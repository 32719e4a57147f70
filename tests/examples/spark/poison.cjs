// Records that end the process, the fourth, or hold it up for ever, the seventh: node -r poison.cjs … shard read --at FILE
const fs = require('node:fs')
const { syncBuiltinESMExports } = require('node:module')

const { argv, pid } = process
const passed = argv.filter((_, i) => argv[i - 1] === '--without')
const { writeSync } = fs
fs.writeSync = (file, data, ...rest) => {
  const written = writeSync(file, data, ...rest)
  const record = /^\{"source":"-","record":(\d+)\}/.exec(Buffer.from(data).toString())?.[1]
  if (record === '4' && !passed.includes(record)) process.kill(pid, 'SIGKILL')
  if (record === '7' && !passed.includes(record)) for (;;);
  return written
}
syncBuiltinESMExports()
