/**
 * The inner loops of the network, in WebAssembly where it has vectors of numbers and in plain code elsewhere: the same bits
 * either way, since both round every product and every sum to 32 bits and add in the same order. Assembled from
 * kernel.wat by wabt, which tests/core/network.test.ts does anew; about eight times as fast as the plain code.
 */
export const BINARY =
  'AGFzbQEAAAABHQNgBX9/f39/AGAEf39/fwBgCn9/f39/f39/f38AAhEBBXd1c3VtBm1lbW9yeQIAAQMFBAABAgIHIQQGZ2F0aGVyAAAEbGlzdAABBW' +
  'RlbnNlAAIFc3BhbnMAAwr1CQTnAgIEfwR7AkADQCACRQ0BQQAhBQNA/QwAAAAAAAAAAAAAAAAAAAAAIQn9DAAAAAAAAAAAAAAAAAAAAAAhCv0MAAAA' +
  'AAAAAAAAAAAAAAAAACEL/QwAAAAAAAAAAAAAAAAAAAAAIQwgAyEGIAEhBwNAIAcoAgAgBWohCCAJIAj9AAQA/eQBIQkgCiAI/QAEEP3kASEKIAsgCP' +
  '0ABCD95AEhCyAMIAj9AAQw/eQBIQwgB0EEaiEHIAZBAWshBiAGDQALIAAgBWohCCAI/QwAAAAAAAAAAAAAAAAAAAAAIAn96wH9CwQAIAj9DAAAAAAA' +
  'AAAAAAAAAAAAAAAgCv3rAf0LBBAgCP0MAAAAAAAAAAAAAAAAAAAAACAL/esB/QsEICAI/QwAAAAAAAAAAAAAAAAAAAAAIAz96wH9CwQwIAVBwABqIQ' +
  'UgBSAESQ0ACyAAIARqIQAgASADQQJ0aiEBIAJBAWshAgwACwsLewEDfwJAA0AgAkUNAUEAIQQgAEEEaiEGA0AgBiAENgIAIAYgASAEaioCAEMAAAAA' +
  'XEECdGohBiAEQQRqIQQgBCADQQJ0SQ0ACyAAIAYgAGtBBGtBAnY2AgAgACADQQJ0QQhqaiEAIAEgA0ECdGohASACQQFrIQIMAAsLC9kDAgl/BXsCQA' +
  'NAIAVFDQFBACEKA0AgBCAKaiEOIA79AAQAIRQgDv0ABBAhFSAO/QAEICEWIA79AAQwIRcgBiEPIAIhECABIREgAyAKaiESA0AgECgCACELIBBBBGoh' +
  'DAJAIAtFDQADQCAMKAIAIQ4gESAOav0JAgAhEyASIA5BAnYgCGxqIQ0gFCATIA39AAQA/eYB/eQBIRQgFSATIA39AAQQ/eYB/eQBIRUgFiATIA39AA' +
  'Qg/eYB/eQBIRYgFyATIA39AAQw/eYB/eQBIRcgDEEEaiEMIAtBAWshCyALDQALCyAQIAdBAnRBCGpqIRAgESAHQQJ0aiERIBIgByAIbGohEiAPQQFr' +
  'IQ8gDw0ACyAJBED9DAAAAAAAAAAAAAAAAAAAAAAgFP3rASEU/QwAAAAAAAAAAAAAAAAAAAAAIBX96wEhFf0MAAAAAAAAAAAAAAAAAAAAACAW/esBIR' +
  'b9DAAAAAAAAAAAAAAAAAAAAAAgF/3rASEXCyAAIApqIQ4gDiAU/QsEACAOIBX9CwQQIA4gFv0LBCAgDiAX/QsEMCAKQcAAaiEKIAogCEkNAAsgACAI' +
  'aiEAIAEgB0ECdGohASACIAdBAnRBCGpqIQIgBUEBayEFDAALCwuyAgMGfwJ9AXsCQANAIAogA08NASAKBH0gASoCAAVDAAAAAAshEUEAIQsgByEPIA' +
  'EgCEEEamohDgNAIA4gCWohDiAKIAtqQQFqIANLBEAgAEMAAID/OAIAIAIgBUECdGohAgUgESEQIAUhDANAIBAgBiACKAIAQQJ0aioCAJIhECACQQRq' +
  'IQIgDEEBayEMIAwNAAv9DAAAAAAAAAAAAAAAAAAAAAAhEkEAIQ0DQCASIAEgDWr9AAQEIA8gDWr9AAQA/eYBIA4gDWr9AAQA/eYB/eQBIRIgDUEQai' +
  'ENIA0gCEkNAAsgACAQIBL9HwAgEv0fAZIgEv0fAiAS/R8DkpKSOAIACyAPIAhqIQ8gAEEEaiEAIAtBAWohCyALIARJDQALIAEgCWohASAKQQFqIQoM' +
  'AAsLCw=='

/** Places and widths are in bytes; widths are multiples of 64. */
export interface Kernel {
  readonly memory: ArrayBuffer
  /** `out[g] = max(0, Σ rows)` over the `count` rows that `rows[g]` points to, for each of `n` gaps. */
  gather(out: number, rows: number, n: number, count: number, width: number): void
  /** Lists which numbers of each of `n` rows of `inputs` are not 0, in `inputs + 2` places a row: how many, then their offsets. */
  list(out: number, input: number, n: number, inputs: number): void
  /**
   * `out[g] = first + in[g … g + rows - 1] · weights`, at least 0 where `floor` is 1, for each of `n` gaps. `lists` is what `list`
   * wrote of the rows from `input` on: most states are 0, and cost nothing.
   */
  dense(
    out: number,
    input: number,
    lists: number,
    weights: number,
    first: number,
    n: number,
    rows: number,
    inputs: number,
    width: number,
    floor: number,
  ): void
  /**
   * Scores of all spans of `n` words: `out[i · longest + size - 1]` is the boundary before word i (0 before the first), the `weights`
   * that its `fields` rows name, and `Σ start[i] · tie[size] · end[i + size]`; -Infinity where it would end behind the last
   * word. A row of `parts`, `step` bytes, has a gap's boundary, its part as a start and as an end, `role` bytes each, 16 or a
   * multiple of it.
   */
  spans(
    out: number,
    parts: number,
    rows: number,
    n: number,
    longest: number,
    fields: number,
    weights: number,
    tie: number,
    role: number,
    step: number,
  ): void
}

const PAGE = 65_536

/** What of WebAssembly is used; the type library of the browser has it, that of the language has not. */
declare const WebAssembly: {
  validate(binary: Uint8Array): boolean
  readonly Memory: new (size: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer }
  readonly Module: new (binary: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
}

/** A kernel with a memory of at least so many bytes. `plain`: without WebAssembly. */
export function createKernel(bytes: number, plain = false): Kernel {
  const pages = Math.ceil(bytes / PAGE)
  return (plain ? undefined : compiledKernel(pages)) ?? plainKernel(new ArrayBuffer(pages * PAGE))
}

function compiledKernel(pages: number): Kernel | undefined {
  if (typeof WebAssembly !== 'object') return undefined
  const binary = Uint8Array.from(atob(BINARY), (c) => c.charCodeAt(0))
  if (!WebAssembly.validate(binary)) return undefined
  try {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary), { wusum: { memory } })
    const { gather, list, dense, spans } = exports as Omit<Kernel, 'memory'>
    return { memory: memory.buffer, gather, list, dense, spans }
  } catch {
    // A page whose policy does not let it compile.
    return undefined
  }
}

function plainKernel(memory: ArrayBuffer): Kernel {
  const numbers = new Float32Array(memory)
  const places = new Int32Array(memory)
  return {
    memory,
    gather(out, rows, n, count, width) {
      const units = width / 4
      for (let g = 0; g < n; g++) {
        const o = out / 4 + g * units
        numbers.fill(0, o, o + units)
        for (let t = 0; t < count; t++) {
          const r = places[rows / 4 + g * count + t]! / 4
          for (let k = 0; k < units; k++) numbers[o + k] = Math.fround(numbers[o + k]! + numbers[r + k]!)
        }
        for (let k = 0; k < units; k++) if (!(numbers[o + k]! > 0)) numbers[o + k] = 0
      }
    },
    list(out, input, n, inputs) {
      for (let g = 0; g < n; g++) {
        const o = out / 4 + g * (inputs + 2)
        let count = 0
        for (let t = 0; t < inputs; t++) if (numbers[input / 4 + g * inputs + t] !== 0) places[o + ++count] = 4 * t
        places[o] = count
      }
    },
    dense(out, input, lists, weights, first, n, rows, inputs, width, floor) {
      const units = width / 4
      for (let g = 0; g < n; g++) {
        const o = out / 4 + g * units
        numbers.copyWithin(o, first / 4, first / 4 + units)
        for (let r = 0; r < rows; r++) {
          const l = lists / 4 + (g + r) * (inputs + 2)
          for (let t = 1; t <= places[l]!; t++) {
            const k = places[l + t]! / 4
            const x = numbers[input / 4 + (g + r) * inputs + k]!
            const w = weights / 4 + (r * inputs + k) * units
            for (let j = 0; j < units; j++) {
              numbers[o + j] = Math.fround(numbers[o + j]! + Math.fround(x * numbers[w + j]!))
            }
          }
        }
        if (floor) for (let k = 0; k < units; k++) if (!(numbers[o + k]! > 0)) numbers[o + k] = 0
      }
    },
    spans(out, parts, rows, n, longest, fields, weights, tie, role, step) {
      const { fround } = Math
      const lanes = new Float32Array(4)
      for (let i = 0; i < n; i++) {
        const start = (parts + i * step) / 4
        for (let s = 0; s < longest; s++) {
          const o = out / 4 + i * longest + s
          if (i + s + 1 > n) {
            numbers[o] = -Infinity
            continue
          }
          let sum = i === 0 ? 0 : numbers[start]!
          const r = rows / 4 + (i * longest + s) * fields
          for (let f = 0; f < fields; f++) sum = fround(sum + numbers[weights / 4 + places[r + f]!]!)
          const end = start + ((s + 1) * step + role) / 4
          lanes.fill(0)
          for (let k = 0; k < role / 4; k++) {
            const both = fround(numbers[start + 1 + k]! * numbers[(tie + s * role) / 4 + k]!)
            lanes[k % 4] = lanes[k % 4]! + fround(both * numbers[end + 1 + k]!)
          }
          const [a, b, c, d] = lanes as unknown as readonly [number, number, number, number]
          numbers[o] = sum + fround(fround(a + b) + fround(c + d))
        }
      }
    },
  }
}
