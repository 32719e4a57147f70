/** The image that the Dockerfile makes, where there is a builder: it runs the command, and keeps a registry. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { expect, it } from '@jest/globals'
import { Workdir } from './cli/workdir.js'

const builder = ['docker', 'podman'].find((name) => spawnSync(name, ['info'], { stdio: 'ignore' }).status === 0)
if (builder === undefined) console.warn('SKIPPED: no docker or podman answers here, so the image is not built')

const maybe = builder === undefined ? it.skip : it

maybe('the image runs the command on a mounted folder', () => {
  const workdir = new Workdir()
  try {
    execFileSync(builder!, ['build', '-q', '-t', 'wusum-test', '.'], { stdio: ['ignore', 'pipe', 'inherit'] })
    workdir.write('page.txt', 'كلمات دلالية: غزة، حركة حماس، غزه\n')
    chmodSync(workdir.folder, 0o777)
    const run = (...args: string[]) =>
      execFileSync(builder!, ['run', '--rm', '-v', `${workdir.folder}:/data`, 'wusum-test', ...args], {
        encoding: 'utf8',
      })
    const { tags } = JSON.parse(run('run', 'page.txt', '--registry', 'tags.db', '-q')) as { tags: { tag: string }[] }
    expect(tags.map(({ tag }) => tag)).toEqual(['غزة', 'حركة حماس'])
    expect(run('tags', '--registry', 'tags.db')).toContain('حركة حماس')
  } finally {
    spawnSync(builder!, ['rmi', '-f', 'wusum-test'], { stdio: 'ignore' })
    workdir.remove()
  }
})
