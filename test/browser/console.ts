import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { seriousFaults } from '../harness/accessibility'
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

export type Cookies = Parameters<BrowserContext['addCookies']>[0]

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
export async function signIn(page: Page, url: string, who: typeof owner): Promise<void> {
  await page.goto(url)
  await page.locator('input[type=email]').fill(who.email)
  const password = page.locator('input[type=password]')
  await password.fill(who.password)
  await password.press('Enter')
  await password.waitFor({ state: 'detached' })
}

/**
 * A window in which the owner of a product of one's own is signed in, with what its page complained of since. That
 * nobody was signed in at first is printed by the browser itself, and forgotten.
 */
export async function openConsole(browser: Browser, url: string, look: Look = desk) {
  const window = await openWindow(browser, look)
  const page = await window.newPage()
  const complaints = complaintsOf(page, url)
  await signIn(page, url, owner)
  complaints.length = 0
  return { page, complaints }
}

/** Opens an address as a person does who types it: nothing of the page before is kept. */
export async function load(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await settle(page)
}

/** Waits until the page has what it came for: its heading, and nothing on its way. */
export async function settle(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(
    () =>
      document.querySelector('[role=status], [aria-busy=true]') === null &&
      !document.getAnimations().some((animation) => animation instanceof CSSTransition),
  )
}

/**
 * Goes to a page as a click on a link does: the console stays loaded, with what it has asked for lately. It asks the
 * console's own router, which leaves itself in the window for tools like this one.
 */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((href) => {
    const { __TSR_ROUTER__: router } = globalThis as unknown as {
      __TSR_ROUTER__: { navigate(to: { href: string }): Promise<void> }
    }
    return router.navigate({ href })
  }, path)
  await settle(page)
}

/** How many pixels the page is wider than its window. */
function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

/** For all pages of a look on a machine that is busy with other tests. */
export const lookMs = 180_000

/** Both are looked at: the second has the other language, the other theme and a narrow window. */
export const looks: readonly Look[] = [desk, { locale: 'en', theme: 'dark', width: 390 }]

/**
 * What would keep somebody out of pages, in one window: serious faults of accessibility, what is wider than the window, and
 * what was complained of. The first is opened by its address, the others as by links: loading the console costs more
 * than all else. `ready` waits for more than the heading. RAPPORT_SHOTS names a folder for pictures of all of them.
 */
export async function faultsOf(
  browser: Browser,
  url: string,
  { look, cookies, ready }: { look: Look; cookies: Cookies; ready?: (page: Page) => Promise<void> },
  paths: readonly string[],
): Promise<string[]> {
  const window = await openWindow(browser, look, cookies)
  const page = await window.newPage()
  const complaints = complaintsOf(page, url)
  const faults: string[] = []
  for (const path of paths) {
    if (path === paths[0]) await load(page, url + path)
    else await goTo(page, path)
    await ready?.(page)
    await picture(page, path, look)
    for (const fault of await seriousFaults(page)) faults.push(`${path}: ${fault}`)
    const doubled = await page.locator('a button').allTextContents()
    if (doubled.length > 0) faults.push(`${path} has two stops of the Tab key for ${doubled.join(', ')}`)
    const overflow = await overflowOf(page)
    if (overflow > 0) faults.push(`${path} is ${overflow} pixels too wide`)
  }
  await window.close()
  return [...faults, ...complaints]
}

async function picture(page: Page, path: string, { locale, theme, width }: Look): Promise<void> {
  const folder = process.env.RAPPORT_SHOTS
  if (!folder) return
  const name = path.replace(/[^a-z0-9]+/gi, '-').replace(/^-/, '')
  await page.screenshot({ path: join(folder, `${name}.${locale}-${theme}-${width}.png`), fullPage: true })
}
