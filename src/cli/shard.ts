import type { CommandModule } from 'yargs'
import { command } from './command.js'
import { WusumError } from '../core/errors.js'
import { FORMATS } from '../read/format.js'
import { print } from './display.js'
import { asFlag, fieldsOf, pageOptions } from './run.js'

const describe = 'Take a run apart into steps that many machines can do'

const evidence = {
  type: 'string',
  nargs: 1,
  demandOption: true,
  describe: 'The evidence of all shards, as add made it',
} as const
const { decisions } = pageOptions
const minConfidence = {
  type: 'number',
  nargs: 1,
  default: 0,
  describe: 'Leave out tags that are less certain than this, 0 to 1; the same for read and cut',
} as const
const made = (what: string) => ({ type: 'string', nargs: 1, demandOption: true, describe: what }) as const

/** Prints rows as they come; a slow reader slows the step down. */
async function pour(rows: AsyncIterable<string | Uint8Array>): Promise<void> {
  for await (const piece of rows) await print(piece)
}

/** @throws WusumError USAGE where a person would have to type rows */
function rows(): AsyncIterable<Uint8Array> {
  if (process.stdin.isTTY)
    throw new WusumError('USAGE', 'this step reads rows from standard input (see docs/SHARDS.md)')
  return process.stdin
}

const read = command({
  command: 'read [inputs..]',
  describe: 'Read pages: what their lists need, and what they teach',
  builder: (argv) =>
    argv
      .usage(
        'wusum shard read [inputs..] --evidence FILE > held\n\n' +
          'One row a page, as soon as it is read, on standard output: {"held":1,…}, or {"reject":1,…} of a record that is none.\n' +
          'What the pages of the shard teach goes into a file of evidence, for add. One record is worked on at a time.',
      )
      .positional('inputs', {
        type: 'string',
        array: true,
        describe: 'Files, folders, globs, or - for standard input (default)',
      })
      .option('evidence', made("Write the shard's evidence here"))
      .option('as', {
        choices: FORMATS,
        describe: `What the inputs are, whatever they look like (default: told by their content): ${FORMATS.join(', ')}`,
      })
      .option('at', { type: 'string', nargs: 1, describe: 'Say in this file which record is worked on' })
      .option('without', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: 'Look not into this record, such as 17 or pages.warc:17: it ended the process; may be repeated',
      })
      .option('field', pageOptions.field)
      .option('records', pageOptions.records)
      .option('sample', pageOptions.sample)
      .option('min-confidence', minConfidence)
      .option('labelled-only', pageOptions['labelled-only'])
      .option('set-aside', pageOptions['set-aside']),
  handler: async ({
    inputs,
    evidence,
    at,
    without,
    as,
    field,
    records,
    sample,
    minConfidence,
    labelledOnly,
    setAside,
  }) => {
    const { readShard } = await import('../run/shard/index.js')
    const fields = fieldsOf(field)
    const job = { inputs: inputs?.map(String), evidence, at, without, as, fields, records, sample, minConfidence }
    await pour(readShard({ ...job, labelledOnly, setAside }, asFlag))
  },
})

const add = command({
  command: 'add <files..>',
  describe: 'Add evidence to evidence, or sites to sites',
  builder: (argv) =>
    argv
      .usage(
        'wusum shard add FILES.. -o FILE\n\nSums may be added to sums, in any order and any tree: the bytes are the same. Holds two at a time.',
      )
      .positional('files', { type: 'string', array: true, demandOption: true, describe: 'As read or cut made them' })
      .option('output', { alias: 'o', type: 'string', nargs: 1, demandOption: true, describe: 'Write the sum here' }),
  handler: async ({ files, output }) => {
    const { addShards } = await import('../run/shard/index.js')
    await addShards(files.map(String), output)
  },
})

const cut = command({
  command: 'cut',
  describe: 'Cut the lists of held pages with the evidence of all',
  builder: (argv) =>
    argv
      .usage(
        'wusum shard cut --evidence FILE --counts FILE --sites FILE < held > found\n\n' +
          'One row a page, {"found":1,…}, in the order of the held ones. Memory grows with the spellings of the shard.',
      )
      .option('evidence', evidence)
      .option('counts', made("Write the counts of the shard's spellings here, for cluster"))
      .option('sites', made("Write what tells the lists of the shard's sites here, for add"))
      .option('min-confidence', minConfidence),
  handler: async ({ evidence, counts, sites, minConfidence }) => {
    const { cutShard } = await import('../run/shard/index.js')
    await pour(cutShard(rows(), { evidence, counts, sites, minConfidence }, asFlag))
  },
})

const cluster = command({
  command: 'cluster',
  describe: 'Cluster the spellings of all shards into tags',
  builder: (argv) =>
    argv
      .usage(
        'wusum shard cluster --evidence FILE --tagged FILE < counts > map\n\n' +
          'What each spelling stands for, {"map":1,…}. Memory and time grow with the distinct spellings: about 1.5 GB and 90 s\nfor a million.',
      )
      .option('evidence', evidence)
      .option('tagged', made('Write the tags here, for tags'))
      .option('decisions', decisions)
      .option('by-key', {
        type: 'boolean',
        default: false,
        describe: 'Take phrase and pair rows under their components, by key, and hold few components at a time',
      }),
  handler: async ({ evidence, tagged, decisions, byKey }) => {
    const { clusterShards } = await import('../run/shard/index.js')
    await pour(clusterShards(rows(), { evidence, tagged, decisions, byKey }))
  },
})

const write = command({
  command: 'write',
  describe: 'Write the records of found pages',
  builder: (argv) =>
    argv
      .usage(
        'wusum shard write --map FILE --sites FILE --pages FILE < found > records\n\n' +
          'The records of wusum run, in JSON Lines. Memory grows with the map, of which the rows of the spellings of the shard are enough.',
      )
      .option('map', { ...made('What spellings stand for, as cluster wrote it') })
      .option('sites', { ...made('The sites of all shards, as add made them') })
      .option('pages', made('Write here on how many pages of the shard tags stand, for tags'))
      .option('own-only', { type: 'boolean', default: false, describe: 'Leave out lists that the whole site repeats' }),
  handler: async ({ map, sites, pages, ownOnly }) => {
    const { writeShard } = await import('../run/shard/index.js')
    await pour(writeShard(rows(), { map, sites, pages, ownOnly }))
  },
})

const tags = command({
  command: 'tags',
  describe: 'Write the records of tags',
  builder: (argv) =>
    argv.usage(
      'cat tagged pages.. | wusum shard tags > tags\n\nThe records of wusum tags, in JSON Lines, from the tags that cluster wrote and the pages of all shards.',
    ),
  handler: async () => {
    const { tagsOfShards } = await import('../run/shard/index.js')
    await pour(tagsOfShards(rows()))
  },
})

const sum = command({
  command: 'sum',
  describe: 'Add up the counts of spellings',
  builder: (argv) =>
    argv.usage(
      'cat counts.. | wusum shard sum > counts\n\nOne row a spelling, sorted, as phrases takes them; an engine sums by surface. Holds every spelling.',
    ),
  handler: async () => {
    const { sumSpellings } = await import('../run/shard/index.js')
    await pour(sumSpellings(rows()))
  },
})

const phrases = command({
  command: 'phrases',
  describe: 'Put spellings under the phrases that they are compared as',
  builder: (argv) =>
    argv.usage('wusum shard phrases < counts > phrases\n\nOne row a spelling, each of which comes once.'),
  handler: async () => {
    const { phrasesOfSpellings } = await import('../run/shard/index.js')
    await pour(phrasesOfSpellings(rows()))
  },
})

const keys = command({
  command: 'keys',
  describe: 'Put phrases under the keys by which they may meet',
  builder: (argv) =>
    argv
      .usage(
        'LC_ALL=C sort phrases | wusum shard keys > near\n\nTakes the rows of one key next to each other. About five rows a phrase.',
      )
      .option('decisions', decisions),
  handler: async ({ decisions }) => {
    const { keysForPhrases } = await import('../run/shard/index.js')
    await pour(keysForPhrases(rows(), { decisions }))
  },
})

const judge = command({
  command: 'judge',
  describe: 'Judge the pairs of phrases that meet under a key',
  builder: (argv) =>
    argv
      .usage(
        'LC_ALL=C sort near | wusum shard judge --evidence FILE > pairs\n\nTakes the rows of one key next to each other, and holds those of one.',
      )
      .option('evidence', evidence)
      .option('decisions', decisions),
  handler: async ({ evidence, decisions }) => {
    const { judgePairs } = await import('../run/shard/index.js')
    await pour(judgePairs(rows(), { evidence, decisions }))
  },
})

const components = command({
  command: 'components',
  describe: 'Find which phrases pairs connect',
  builder: (argv) =>
    argv
      .usage(
        'wusum shard components --kin FILE < pairs > groups\n\nThe pairs that connect phrases, under their component, and the component of each phrase; with --phrases its rows\nunder their component. Holds every pair.',
      )
      .option('kin', made('Write here which surfaces are related, for relate'))
      .option('phrases', { type: 'string', nargs: 1, describe: 'What phrases wrote' }),
  handler: async ({ kin, phrases }) => {
    const { componentsOfPairs } = await import('../run/shard/index.js')
    await pour(componentsOfPairs(rows(), { kin, phrases }))
  },
})

const relate = command({
  command: 'relate',
  describe: 'Tell which tags are related',
  builder: (argv) =>
    argv
      .usage(
        'wusum shard relate --map FILE < kin > related\n\nRelated surfaces by the tags that they stand for. Holds the map.',
      )
      .option('map', made('What spellings stand for, as cluster --by-key wrote it')),
  handler: async ({ map }) => {
    const { relateTags } = await import('../run/shard/index.js')
    await pour(relateTags(rows(), { map }))
  },
})

export const shardCommand: CommandModule = {
  command: 'shard',
  describe,
  builder: (argv) =>
    argv
      .usage(
        `wusum shard COMMAND\n\n${describe}, in any engine: records and tags are those of wusum run over all pages, however they are\ncut into shards. docs/SHARDS.md has the formats, and a whole run with xargs.`,
      )
      .command([read, add, cut, cluster, write, tags, sum, phrases, keys, judge, components, relate])
      .demandCommand(
        1,
        'shard takes a command: read, add, cut, cluster, write, tags, sum, phrases, keys, judge, components or relate',
      ),
  handler: () => undefined,
}
