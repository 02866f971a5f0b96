import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { owner } from '../harness/product'

export interface Look {
  readonly locale: 'zh-CN' | 'en'
  readonly theme: 'light' | 'dark'
  readonly width: 1440 | 390
}

export const desk: Look = { locale: 'zh-CN', theme: 'light', width: 1440 }

/** A browser window on the console that starts in the given language, theme and width. */
export async function openWindow(
  browser: Browser,
  look: Look,
  cookies: Cookies = [],
): Promise<BrowserContext> {
  const window = await browser.newContext({
    viewport: { width: look.width, height: look.width < 600 ? 844 : 900 },
    locale: look.locale,
    reducedMotion: 'reduce',
  })
  await window.addInitScript(({ locale, theme }) => {
    if (self !== top) return // a message preview has no storage
    if (localStorage.getItem('rapport.locale') === null) localStorage.setItem('rapport.locale', locale)
    localStorage.setItem('rapport.theme', theme)
  }, look)
  await window.addCookies([...cookies])
  return window
}

export type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>

/** Everything a page complained of: errors thrown or printed, requests to other origins. */
export function complaintsOf(page: Page, origin: string): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`threw ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`printed ${message.text()}`)
  })
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) complaints.push(`asked ${url}`)
  })
  return complaints
}

/** Signs in, in whatever language, and waits until the form is gone. */
export async function signIn(page: Page, url: string, who: typeof owner = owner): Promise<void> {
  await page.goto(url)
  await page.locator('input[type=email]').fill(who.email)
  const password = page.locator('input[type=password]')
  await password.fill(who.password)
  await password.press('Enter')
  await password.waitFor({ state: 'detached' })
}

/**
 * A signed-in window, with what its page complained of since. That nobody was signed in at first is printed by the
 * browser itself, and forgotten.
 */
export async function openConsole(browser: Browser, url: string, look: Look = desk) {
  const window = await openWindow(browser, look)
  const page = await window.newPage()
  const complaints = complaintsOf(page, url)
  await signIn(page, url)
  complaints.length = 0
  return { page, complaints, cookies: await window.cookies() }
}

/** Waits until the page has what it came for: its heading, and nothing on its way. */
export async function settle(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(() => document.querySelector('[role=status]') === null)
}

/**
 * Faults of accessibility that keep somebody out: one line a rule. Previews of messages are left out: nothing can
 * run in their frames, the checker neither, and it would wait for them for ever.
 */
export async function seriousFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).exclude('iframe[sandbox=""]').analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

/** How many pixels the page is wider than its window. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}
