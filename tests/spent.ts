/** Milliseconds of processor time that this process has taken: on a busy machine a clock tells of others. */
export function spent(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
