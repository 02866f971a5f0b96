import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../harness/chromium'
import { type Product, startProduct } from '../harness/product'
import { until } from '../harness/until'
import {
  type Cookies,
  type Look,
  openConsole,
  openWindow,
  overflowOf,
  seriousFaults,
  settle,
} from './console'

let browser: Browser
let product: Product
let cookies: Cookies
let page: Page
let complaints: string[]
const dayMs = 86_400_000

beforeAll(async () => {
  ;[browser, product] = await Promise.all([launchBrowser(), startProduct()])
  await product.api('PATCH', '/workspace', { name: '山岚茶器', startedWith: 'empty' })
  await sendBuyers(Date.now())
  ;({ page, complaints, cookies } = await openConsole(browser, product.rapport.url))
  page.setDefaultTimeout(12_000)
})
afterAll(async () => {
  await browser.close()
  await product.remove()
})

/** Twenty customers: the one of number n ordered n % 4 + 1 times in the last days, those of an even number in the app. */
async function sendBuyers(nowMs: number): Promise<void> {
  const batch = Array.from({ length: 20 }, (_, index) =>
    Array.from({ length: (index % 4) + 1 }, (__, order) => ({
      type: 'track',
      event: 'Order Completed',
      messageId: `o${index}-${order}`,
      userId: `c${index}`,
      timestamp: new Date(nowMs - (order + 1) * dayMs).toISOString(),
      properties: {
        order_id: `o${index}-${order}`,
        total: 100 + index,
        currency: 'CNY',
        channel: index % 2 === 0 ? 'app' : 'web',
      },
    })),
  ).flat()
  await processed(batch)
}

async function processed(batch: readonly object[]): Promise<void> {
  const { position } = await product.api<{ position: number }>('POST', '/events', { batch })
  const isReached = async () =>
    (await product.api<{ position: number }>('GET', '/ingest/status')).position >= position
  await until(isReached, { what: 'the events are processed' })
}

const open = async (path: string) => {
  await page.goto(`${product.rapport.url}${path}`)
  await settle(page)
}

async function choose(box: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: box, exact: true }).last().click()
  await page.locator('.ant-select-dropdown:visible').getByText(option, { exact: true }).first().click()
}

test('an operator defines the favourite channel, sees what it gives, and every customer gets it', async () => {
  await open('/data/traits')
  await page.getByText('还没有自定义的计算属性').waitFor()
  await page.getByRole('row', { name: /累计消费.*完成订单的金额合计/ }).waitFor()
  await page.getByRole('link', { name: '新建计算属性' }).first().click()
  await page.getByLabel('名称').fill('最常用的渠道')
  await page.getByLabel('字段名').fill('best_channel')
  await choose('行为', '完成订单')
  await page.keyboard.press('Escape')
  await choose('算什么', '最常见的值')
  await choose('字段', '渠道')
  await page.getByText('近 30 天订单中最常见的渠道').waitFor()
  await page.getByText('抽样 20 人，共 20 人').waitFor()
  const preview = page.getByRole('region', { name: '预览' })
  await preview
    .getByRole('listitem')
    .filter({ hasText: /^app50%$/ })
    .waitFor()
  await page.getByRole('button', { name: '保存并计算' }).click()
  await page.waitForURL(/\/data\/traits\/best_channel$/)
  await page.getByText('实时更新').waitFor()
  await open('/data/traits')
  await page.getByRole('row', { name: /最常用的渠道.*最常见的渠道.*文本.*实时更新/ }).waitFor()
})

test('it is offered in the builder under its name, and shown on the page of a customer, where nobody edits it', async () => {
  await open('/segments/new')
  await page.getByRole('button', { name: '客户属性' }).click()
  await choose('属性', '最常用的渠道')
  await page.getByRole('combobox', { name: '值，可填多个' }).last().fill('app')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.getByText('“最常用的渠道”是“app”的客户').waitFor()
  await page.locator('b', { hasText: /^10$/ }).waitFor()
  const { items } = await product.api<{ items: { id: string }[] }>('GET', '/customers?search=c5&limit=1')
  await open(`/customers/${items[0]?.id}?tab=attributes`)
  const row = page.getByRole('row', { name: /最常用的渠道.*web/ })
  await row.waitFor()
  expect(await row.getByRole('button', { name: /编辑|修改/ }).count()).toBe(0)
})

test('another definition says that everybody is worked out anew, and a new order changes the value', async () => {
  await open('/data/traits/best_channel')
  await choose('算什么', '次数')
  await page.getByText('保存后会为全部客户重新计算').waitFor()
  await page.getByRole('button', { name: '保存修改' }).click()
  await page.getByText('近 30 天订单的次数').waitFor()
  const heldValue = async () => {
    const { items } = await product.api<{ items: { traits: Record<string, unknown> }[] }>(
      'GET',
      '/customers?search=c3&limit=1&columns=best_channel',
    )
    return items[0]?.traits.best_channel
  }
  await until(async () => (await heldValue()) === 4, { what: 'four orders are counted' })
  await processed([
    {
      type: 'track',
      event: 'Order Completed',
      messageId: 'new',
      userId: 'c3',
      properties: { order_id: 'new', total: 1, currency: 'CNY' },
    },
  ])
  await until(async () => (await heldValue()) === 5, { what: 'five orders are counted' })
})

test('a rule makes a trait of yes and no, and what is taken or wrong is refused in words', async () => {
  await open('/data/traits/new')
  await page.getByLabel('名称').fill('买过')
  await page.getByLabel('字段名').fill('revenue')
  await page.getByText('是否符合条件').click()
  await page.getByText('是否属于：全部客户').waitFor()
  await page.getByRole('button', { name: '保存并计算' }).click()
  await page.getByText('这个字段名系统已经在用').waitFor()
  await page.getByLabel('字段名').fill('Has Bought')
  expect(await page.getByRole('button', { name: '保存并计算' }).isDisabled()).toBe(true)
  await page.getByLabel('字段名').fill('has_bought')
  await page.getByRole('button', { name: '保存并计算' }).click()
  await page.waitForURL(/has_bought$/)
})

test('deleting asks first, says what it means and takes the values away', async () => {
  await open('/data/traits/has_bought')
  await page.getByRole('button', { name: /删\s?除/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('全部客户身上的这个值都会被清除').waitFor()
  await dialog.getByRole('button', { name: /删\s?除/ }).click()
  await page.waitForURL(/\/data\/traits$/)
  await page.getByText('has_bought').waitFor({ state: 'detached' })
  const held = () => product.api<{ items: unknown[] }>('GET', '/traits/has_bought/values')
  await until(async () => (await held()).items.length === 0, { what: 'nobody has the value any more' })
})

test('a program defines an amount, and exports have it in the currency of the shop', async () => {
  await product.api('POST', '/computed-traits', {
    key: 'spent',
    label: '近期消费',
    definition: {
      kind: 'events',
      events: ['Order Completed'],
      window: { kind: 'last', within: { amount: 30, unit: 'day' } },
      measure: { kind: 'sum', of: { kind: 'value' } },
    },
  })
  const stateOf = async () => (await product.api<{ state: string }>('GET', '/computed-traits/spent')).state
  await until(async () => (await stateOf()) === 'live', { what: 'everybody has a value' })
  const file = await fetch(`${product.rapport.url}/api/v1/exports/customers?format=jsonl`, {
    headers: { authorization: `Bearer ${product.apiKey}` },
  })
  const rows = (await file.text()).trim().split('\n')
  const spent = rows.map((row) => (JSON.parse(row) as { traits: { spent: number } }).traits.spent)
  expect(Math.max(...spent)).toBe(4 * 119)
})

test('nothing was complained of but what was refused on purpose', () => {
  expect(complaints.filter((line) => !line.includes('409'))).toEqual([])
})

const looks: Look[] = [
  { locale: 'zh-CN', theme: 'light', width: 1440 },
  { locale: 'en', theme: 'dark', width: 390 },
]

test.each(looks.flatMap((look) => ['', '/best_channel'].map((path) => ({ ...look, path }))))(
  '/data/traits$path keeps nobody out and fits its window: $locale $theme $width',
  async ({ path, ...look }) => {
    const window = await openWindow(browser, look, cookies)
    const tab = await window.newPage()
    await tab.goto(`${product.rapport.url}/data/traits${path}`)
    await settle(tab)
    expect(await seriousFaults(tab)).toEqual([])
    expect(await overflowOf(tab)).toBe(0)
    await window.close()
  },
)
