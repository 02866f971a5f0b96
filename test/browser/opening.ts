import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { launchBrowser } from '../harness/chromium'
import { openWorkspace, type TestWorkspace } from '../harness/workspace'
import { complaintsOf, desk, faultsOf, goTo, type Look, load, lookMs, looks, openWindow } from './console'

export interface Opening {
  readonly browser: Browser
  readonly workspace: TestWorkspace
  /** A window at a desk, with the owner signed in. */
  readonly page: Page
  /** What the page complained of so far. */
  readonly complaints: string[]
  /** Opens a page by its address: nothing of the one before is kept. */
  open(path: string): Promise<void>
  /** Goes to a page as a click on a link does. */
  go(path: string): Promise<void>
  /** Takes an option of a box of choices; of several boxes of that name the last one, or the one in that place. */
  pick(box: string, option: string, place?: number): Promise<void>
  /** Takes an option of the box that is open. */
  choose(option: string): Promise<void>
  /** The dialog that is open. */
  readonly dialog: Locator
  /** Presses a button of the open dialog; antd puts a space between two letters. */
  confirm(name: string): Promise<void>
}

/**
 * What nearly every browser test begins with, at the top of its file: a workspace of its own, filled by `fill`, and the
 * console open on it. The browser is closed after the file's last test.
 */
export async function openShop(fill?: (workspace: TestWorkspace) => Promise<unknown>): Promise<Opening> {
  const [browser, workspace] = await Promise.all([launchBrowser(), openWorkspace()])
  afterAll(() => browser.close())
  await fill?.(workspace)
  const page = await (await openWindow(browser, desk, [workspace.session])).newPage()
  const dialog = page.getByRole('dialog')
  const choose = (option: string) =>
    page.locator('.ant-select-dropdown:visible').getByText(option, { exact: true }).first().click()
  return {
    browser,
    workspace,
    page,
    complaints: complaintsOf(page, workspace.url),
    open: (path) => load(page, workspace.url + path),
    go: (path) => goTo(page, path),
    choose,
    pick: async (box, option, place = -1) => {
      await page.getByRole('combobox', { name: box, exact: true }).nth(place).click()
      await choose(option)
    },
    dialog,
    confirm: (name) =>
      dialog.getByRole('button', { name: new RegExp(`^${[...name].join('\\s?')}$`) }).click(),
  }
}

/** A test that the flows before it went without a complaint; lines with `refused` in them were provoked. */
export function testComplaints({ complaints }: Opening, refused?: string): void {
  test('nothing was complained of, and nobody else was asked for anything', () => {
    expect(complaints.filter((line) => !refused || !line.includes(refused))).toEqual([])
  })
}

/** Tests that pages keep nobody out and fit their window, in both looks. `ready` waits for more than the heading. */
export function testLooks(
  { browser, workspace }: Opening,
  pathsOf: (look: Look) => readonly string[] | Promise<readonly string[]>,
  ready?: (page: Page) => Promise<void>,
): void {
  test.each(looks)(
    'every page keeps nobody out and fits its window: $locale $theme $width',
    async (look) => {
      const seen = { look, cookies: [workspace.session], ready }
      expect(await faultsOf(browser, workspace.url, seen, await pathsOf(look))).toEqual([])
    },
    lookMs,
  )
}
