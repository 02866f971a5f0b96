import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from './chromium'
import { isRunning, runAndKill } from './killed-run'
import { until } from './until'

let browser: Browser
let server: Server
let address: string

beforeAll(async () => {
  browser = await launchBrowser()
  server = createServer((_, answer) => answer.setHeader('content-type', 'text/html; charset=utf-8').end(PAGE))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await browser.close()
  server.close()
})

const PAGE = `<html lang="zh-CN"><body style="font-family: 'PingFang SC', sans-serif">
  <h1>知客</h1><button onclick="this.textContent = '已保存'">保存</button></body></html>`

test('opens a page of this machine and works with it', async () => {
  const page = await browser.newPage()
  await page.goto(address)
  await page.getByRole('button', { name: '保存' }).click()
  expect(await page.getByRole('button').textContent()).toBe('已保存')
  await page.close()
})

test('writes Chinese with a Chinese font on a machine that has none', async () => {
  const page = await browser.newPage()
  await page.goto(address)
  expect(await fontsOf(page, 'h1')).toEqual([expect.stringMatching(/^Noto Sans S Chinese/)])
  await page.close()
})

test('does not reach beyond this machine', async () => {
  const page = await browser.newPage()
  await expect(page.goto('http://rapport.example/')).rejects.toThrow(/ERR_NAME_NOT_RESOLVED/)
  await page.close()
})

test('is gone after the run that launched it was killed', async () => {
  const { pid } = await runAndKill('chromium')
  expect(pid).toBeGreaterThan(1)
  await until(() => !isRunning(pid), { what: `process ${pid} is gone` })
})

/** Names of the fonts that the letters of an element were really drawn with. */
async function fontsOf(page: Page, selector: string): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  await session.send('DOM.enable')
  await session.send('CSS.enable')
  const { root } = await session.send('DOM.getDocument')
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector })
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId })
  return fonts.map(({ familyName }) => familyName)
}
