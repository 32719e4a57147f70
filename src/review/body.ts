import type { IncomingMessage } from 'node:http'

/** Bytes: what a page or a program on this machine asks is small. */
const LARGEST_BODY = 1 << 20

/** What a request carries, of at most `LARGEST_BODY` bytes, or undefined. */
export async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = []
  let size = 0
  // The connection stays, so that a refusal can be sent.
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += part.length
    if (size > LARGEST_BODY) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}
