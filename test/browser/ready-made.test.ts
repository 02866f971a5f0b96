import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../harness/chromium'
import { type Product, startProduct } from '../harness/product'
import { until } from '../harness/until'
import { type Cookies, faultsOf, lookMs, looks, openConsole, settle } from './console'

let browser: Browser
let product: Product
let cookies: Cookies
let page: Page
let complaints: string[]
const dayMs = 86_400_000

beforeAll(async () => {
  ;[browser, product] = await Promise.all([launchBrowser(), startProduct()])
  await product.api('PATCH', '/workspace', { name: '山岚茶器', startedWith: 'empty' })
  await sendShop(Date.now())
  ;({ page, complaints, cookies } = await openConsole(browser, product.rapport.url))
})
afterAll(async () => {
  await browser.close()
  await product.remove()
})

/** Thirty customers of Hangzhou and Linyi; the first ten ordered again lately, and two of all are on the suppression list. */
async function sendShop(nowMs: number): Promise<void> {
  const people = Array.from({ length: 30 }, (_, index) => ({
    type: 'identify',
    messageId: `i${index}`,
    userId: `c${index}`,
    timestamp: new Date(nowMs - dayMs).toISOString(),
    traits: {
      name: `客户${index}`,
      email: `c${index}@example.com`,
      consent_email: 'granted',
      city: index % 3 ? '杭州市' : '临沂',
      region: index % 3 ? '浙江省' : '山东',
    },
  }))
  const order = (index: number, daysAgo: number) => ({
    type: 'track',
    event: 'Order Completed',
    messageId: `o${index}-${daysAgo}`,
    userId: `c${index}`,
    timestamp: new Date(nowMs - daysAgo * dayMs).toISOString(),
    properties: { order_id: `o${index}-${daysAgo}`, total: 100 + 10 * index, currency: 'CNY' },
  })
  const orders = people.flatMap((_, index) => [
    order(index, 60 + index * 5),
    ...(index < 10 ? [order(index, 3)] : []),
  ])
  for (const index of [0, 1]) await product.api('POST', '/suppressions', { address: `c${index}@example.com` })
  const { position } = await product.api<{ position: number }>('POST', '/events', {
    batch: [...people, ...orders],
  })
  const isReached = async () =>
    (await product.api<{ position: number }>('GET', '/ingest/status')).position >= position
  await until(isReached, { what: 'the shop is processed' })
}

const open = async (path: string) => {
  await page.goto(`${product.rapport.url}${path}`)
  await settle(page)
}

test('the library has groups with thresholds of the shop, and one becomes an ordinary rule', async () => {
  await open('/segments/library')
  await page.getByRole('heading', { name: '地区与城市等级' }).waitFor()
  const tier = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: '新一线城市' }) })
  await tier.getByText('20 人').waitFor()
  const classA = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'A 类客户' }) })
  await classA.getByText(/按今天的分布，累计消费 ¥[\d,]+ 起/).waitFor()
  await classA.getByRole('link', { name: /A 类客户/ }).click()
  await page
    .getByText(/^累计消费至少 ¥[\d,]+ 的客户$/)
    .first()
    .waitFor()
})

test('an operator asks for reach, for an identifier, for a stage and for a lunar birthday', async () => {
  await open('/segments/new')
  await page.getByRole('button', { name: '可触达' }).click()
  await page.getByText('可以发邮件的客户').waitFor()
  await page.locator('b', { hasText: /^28$/ }).waitFor()
  await page.getByRole('button', { name: '身份标识' }).click()
  await page.getByRole('combobox', { name: '选择标识' }).click()
  await page.locator('.ant-select-dropdown:visible').getByText('微信 UnionID', { exact: true }).click()
  await page
    .getByText('且有标识微信 UnionID的客户')
    .or(page.getByText('且有标识微信 UnionID 的客户'))
    .waitFor()
  await page.locator('b', { hasText: /^0$/ }).waitFor()
  await page.getByRole('button', { name: '生命周期' }).click()
  await page.getByRole('combobox', { name: '值，可填多个' }).click()
  await page.locator('.ant-select-dropdown:visible').getByText('沉睡', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
})

test('moves between RFM groups are a table whose cells lead to the people', async () => {
  await open('/segments/rfm')
  await page.getByRole('link', { name: '分群流转' }).click()
  await page.getByRole('heading', { name: 'RFM 分群流转', level: 1 }).waitFor()
  const cells = page.getByRole('region', { name: '从哪一群到哪一群的人数' }).getByRole('button')
  await cells.first().waitFor()
  await cells.first().click()
  await page.getByRole('heading', { name: /^从“.*”到“.*”的客户$/ }).waitFor()
  await page
    .getByRole('link', { name: /^客户\d+$/ })
    .first()
    .waitFor()
  await page.getByText('八分类', { exact: true }).click()
  await page.getByRole('columnheader', { name: /重要/ }).first().waitFor()
  expect(complaints).toEqual([])
})

test.each(looks)(
  'pages of ready-made things are fit for everybody: $locale, $theme, $width wide',
  async (look) => {
    const paths = ['/segments/library', '/segments/rfm/transitions', '/segments/rfm/settings']
    const ready = (at: Page) => at.locator('main').locator('table, li, h3').first().waitFor()
    expect(await faultsOf(browser, product.rapport.url, { look, cookies, ready }, paths)).toEqual([])
  },
  lookMs,
)
