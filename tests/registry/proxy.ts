import net from 'node:net'

/** Stands between a client and the server in `address`: what happens to connections happens to them here. */
export class Proxy {
  readonly #address: URL
  readonly #open = new Set<net.Socket>()
  #server = net.createServer()
  #port = 0
  /** Connections cut so far. */
  cuts = 0

  constructor(address: string) {
    this.#address = new URL(address)
  }

  /** Listens, on the same port each time; the address to go to instead. */
  async up(): Promise<string> {
    this.#server = net.createServer((client) => {
      const server = net.connect(Number(this.#address.port), this.#address.hostname)
      client.pipe(server).pipe(client)
      for (const [one, other] of [
        [client, server],
        [server, client],
      ] as const) {
        this.#open.add(one)
        one.on('error', () => other.destroy())
        one.on('close', () => {
          this.#open.delete(one)
          other.destroy()
        })
      }
    })
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (this.#server.address() as net.AddressInfo).port
    const url = new URL(this.#address)
    url.host = `127.0.0.1:${this.#port}`
    return url.href
  }

  /** Cuts every connection, as a server that falls over. */
  cut(): void {
    this.cuts += this.#open.size / 2
    for (const socket of this.#open) socket.destroy()
  }

  /** The same, and takes no new ones until it is up again. */
  async down(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.cut()
    await closed
  }
}
