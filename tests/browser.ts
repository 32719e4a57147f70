/** A real Chromium for tests: Debian's, or the one CHROMIUM names. Without one the tests are skipped, loudly. */
import { existsSync } from 'node:fs'
import axe from 'axe-core'
import { chromium, type Browser, type Page } from 'playwright-core'

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

export const browserThere = existsSync(CHROMIUM)
if (!browserThere)
  console.warn(`SKIPPED: no Chromium at ${CHROMIUM} (run .ci/chromium), so no page is opened in a browser`)

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: (
      '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking ' +
      '--disable-component-update --disable-sync'
    ).split(' '),
  })

/** What a page did that it must not: errors, dialogs, violated policies, requests that `allowed` does not know. */
export function watch(page: Page, allowed: (url: string) => boolean): string[] {
  const seen: string[] = []
  page.on('pageerror', (error) => seen.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') seen.push(`console: ${message.text()}`)
  })
  page.on('dialog', (dialog) => {
    seen.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (!allowed(request.url())) seen.push(`request: ${request.url().slice(0, 200)}`)
  })
  return seen
}

/** Serious findings of axe, a line each. */
export async function inaccessible(page: Page): Promise<string[]> {
  const found = await page.evaluate(`${axe.source}; axe.run(document, { resultTypes: ['violations'] })`)
  interface Finding {
    readonly id: string
    readonly impact?: string
    readonly nodes: readonly { readonly html: string }[]
  }
  return (found as { violations: Finding[] }).violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)} (${nodes.length})`)
}

/** Strings that try to leave the place they are put in, whichever it is. Each sets `pwned` where it succeeds. */
export const HOSTILE: readonly string[] = [
  '<script>pwned=1</script>',
  '</script><script>pwned=1</script>',
  '</style><script>pwned=1</script>',
  '<!--<script>pwned=1</script>-->',
  '--><img src=x onerror=pwned=1>',
  '"><img src=x onerror="pwned=1">',
  "'><svg onload='pwned=1'>",
  '" onmouseover="pwned=1" autofocus onfocus="pwned=1" x="',
  '</textarea><iframe srcdoc="<script>parent.pwned=1</script>">',
  '</title><img src=x onerror=pwned=1>',
  '<a href="javascript:pwned=1">x</a>',
  'javascript:pwned=1',
  'data:text/html,<script>opener.pwned=1</script>',
  '${pwned=1}',
  '{{constructor.constructor("pwned=1")()}}',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=pwned=1&gt;">',
  '\u202e<b>\u2066غزة\u0000\u0007\u007f\u2028\u2029',
  '&lt;script&gt;&amp;#x3c;&#60;script&#62;',
  '\ud800half',
  '__proto__',
  'constructor',
]
