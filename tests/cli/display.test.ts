import { describe, expect, it } from '@jest/globals'
import { drawFor, safe } from '../../dist/cli/display.js'

const terminal = { isTTY: true }

describe('drawing Arabic for people', () => {
  it('joins and reorders letters where the terminal does not', async () => {
    const draw = await drawFor('shaped', {})
    // Visual order: the last letter of the last word stands first, in its joined form.
    expect(draw('غزة')).toBe('\ufe93\ufeb0\ufecf')
    expect(draw('قمة 2024 BBC')).toMatch(/^BBC 2024 /)
    expect(draw('plain')).toBe('plain')
  })

  it.each([
    ['a file', {}, {}, false],
    ['an unknown terminal', terminal, {}, true],
    ['GNOME', terminal, { VTE_VERSION: '7006' }, false],
    ['an old GNOME', terminal, { VTE_VERSION: '5202' }, true],
    ['Konsole', terminal, { KONSOLE_VERSION: '230800' }, false],
    ['tmux inside GNOME', terminal, { VTE_VERSION: '7006', TMUX: '/tmp/x' }, true],
  ])('goes by what is known of %s', async (_, stream, env, shaped) => {
    const draw = await drawFor('auto', stream, env)
    expect(draw('غزة') !== 'غزة').toBe(shaped)
  })

  it('lets no control character or bidi override through', () => {
    expect(safe('a\u001b[2J\u202eb\u0007\n')).toBe('a\ufffd[2J\ufffdb\ufffd\ufffd')
  })
})
