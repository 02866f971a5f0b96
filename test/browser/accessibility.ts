import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

/**
 * Faults of accessibility that keep somebody out: one line a rule. Previews of messages are left out: nothing can
 * run in their frames, the checker neither, and it would wait for them for ever.
 */
export async function seriousFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(checker)
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: Axe }
    return (await axe.run({ exclude: ['iframe[sandbox=""]'] }, { resultTypes: ['violations'] })).violations
  })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

/** What is used of axe-core here. */
interface Axe {
  run(
    where: { exclude: string[] },
    options: { resultTypes: 'violations'[] },
  ): Promise<{ violations: Violation[] }>
}

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: { readonly target: string[] }[]
}

/**
 * axe-core itself, put into a page once as long as it is loaded. Its wrapper for Playwright reads it into the page and
 * into a second one at every check, which takes four times as much of a processor as the check (1.2 s against 0.25 s).
 */
const checker = readFileSync(
  createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright')).resolve(
    'axe-core/axe.min.js',
  ),
  'utf8',
)
