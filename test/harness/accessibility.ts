import axeCore from 'axe-core'
import type { Page } from 'playwright-core'

/** Faults of accessibility that keep somebody out: one line a rule. */
export async function seriousFaults(page: Page): Promise<string[]> {
  const found = await faultsOnPage(page)
  return found.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(told)
}

/** All faults of accessibility: one line a rule. */
export async function allFaults(page: Page): Promise<string[]> {
  return (await faultsOnPage(page)).map(told)
}

const told = ({ id, nodes }: Violation): string =>
  `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`

/**
 * Previews of messages are left out: nothing can run in their frames, the checker neither, and it would wait for them for
 * ever.
 */
async function faultsOnPage(page: Page): Promise<readonly Violation[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(checker)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: Axe }
    return (await axe.run({ exclude: ['iframe[sandbox=""]'] }, { resultTypes: ['violations'] })).violations
  })
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
const checker = axeCore.source
