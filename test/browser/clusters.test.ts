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
  await sendBuyers(Date.now())
  ;({ page, complaints, cookies } = await openConsole(browser, product.rapport.url))
})
afterAll(async () => {
  await browser.close()
  await product.remove()
})

/** Forty who bought once long ago, and twenty who buy much and often. */
async function sendBuyers(nowMs: number): Promise<void> {
  const batch = Array.from({ length: 60 }, (_, index) => {
    const isRegular = index >= 40
    return Array.from({ length: isRegular ? 6 : 1 }, (__, order) => ({
      type: 'track',
      event: 'Order Completed',
      messageId: `o${index}-${order}`,
      userId: `c${index}`,
      timestamp: new Date(nowMs - ((isRegular ? 2 : 200) + (index % 9) + order) * dayMs).toISOString(),
      properties: {
        order_id: `o${index}-${order}`,
        total: (isRegular ? 400 : 50) + index,
        currency: 'CNY',
      },
    }))
  }).flat()
  const { position } = await product.api<{ position: number }>('POST', '/events', { batch })
  const isReached = async () =>
    (await product.api<{ position: number }>('GET', '/ingest/status')).position >= position
  await until(isReached, { what: 'the shop is processed' })
}

const open = async (path: string) => {
  await page.goto(`${product.rapport.url}${path}`)
  await settle(page)
}

test('an operator goes from the segments to clusters, chooses traits and sees who the groups are', async () => {
  await open('/segments')
  await page.getByRole('link', { name: '聚类分析' }).click()
  await page.getByText('还没有做过聚类').waitFor()
  await page.getByRole('link', { name: '新建聚类' }).first().click()
  await page.getByLabel('名称').fill('春季客户')
  for (const trait of ['最近下单', '订单数', '累计消费', '客单价']) {
    const box = page.getByRole('checkbox', { name: new RegExp(`^${trait}`) })
    expect(await box.isChecked()).toBe(true)
  }
  await page.getByRole('checkbox', { name: '客单价' }).press('Space')
  await page.getByText('已选 3 个').waitFor()
  await page.getByRole('button', { name: '开始聚类' }).click()

  await page.getByRole('heading', { name: '各群是谁' }).waitFor()
  await page.getByText('40 人 · 66.7%').waitFor()
  await page.getByText('20 人 · 33.3%').waitFor()
  await page.getByText('轮廓系数建议 2 群').waitFor()
  const strip = page.getByRole('region', { name: '各群与平均相比' }).last()
  await strip.getByRole('row', { name: /^订单数 1 6/ }).waitFor()
})

test('the members of a cluster are listed, and it gets a name', async () => {
  await page.getByRole('button', { name: /^看第 2 群.*的成员$/ }).click()
  const members = page.getByRole('region', { name: /的成员$/ }).last()
  await members.getByRole('row').nth(10).waitFor()
  await page.getByRole('button', { name: /^重命名第 2 群/ }).click()
  await page.getByRole('dialog').getByLabel('名称').fill('常客')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /保\s?存/ })
    .click()
  await page.getByRole('heading', { name: '常客', exact: true }).waitFor()
})

test('the charts have their figures as tables', async () => {
  await page.getByRole('button', { name: /^按两个属性看各群的分布/ }).click()
  await page.getByRole('cell', { name: '2 常客' }).waitFor()
  await page.getByRole('button', { name: /^各群数的轮廓系数与惯量/ }).click()
  await page.getByRole('columnheader', { name: '惯量' }).waitFor()
})

test('a cluster becomes a segment with about the same people', async () => {
  await page.getByRole('button', { name: /^把第 2 群 常客存为细分$/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('规则命中的人里 100% 属于这一群').waitFor()
  await dialog.getByRole('button', { name: '保存细分' }).click()
  await page.waitForURL(/\/segments\/[0-9a-f-]{36}$/)
  await page.getByRole('heading', { name: '常客', level: 1 }).waitFor()
  await open('/segments')
  await page.getByRole('row', { name: /常客.*20/ }).waitFor()
})

test('an analysis that finds nobody says so, and leads back to its settings', async () => {
  await product.api('POST', '/cluster-analyses', {
    name: '没有人',
    traits: [{ trait: 'never_heard_of', kind: 'number' }],
  })
  await open('/segments/clusters')
  await page.getByRole('link', { name: '没有人' }).click()
  await page.getByText('没有人具备所选的全部属性').waitFor()
  await page.getByRole('button', { name: '换个设置再试' }).click()
  await page.getByRole('heading', { name: '新建聚类' }).waitFor()
  expect(await page.getByLabel('名称').inputValue()).toBe('没有人')
  await open('/segments/clusters')
  await page.getByRole('link', { name: '没有人' }).click()
  await page.getByRole('button', { name: /删\s?除/ }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /删\s?除/ })
    .click()
  await page.waitForURL(/\/segments\/clusters$/)
  await page.getByRole('link', { name: '没有人' }).waitFor({ state: 'detached' })
})

test('nothing was complained of, and nobody else was asked for anything', () => {
  expect(complaints).toEqual([])
})

test.each(looks)(
  'every page keeps nobody out and fits its window: $locale $theme $width',
  async (look) => {
    const { items } = await product.api<{ items: { id: string }[] }>('GET', '/cluster-analyses')
    const pages = ['', '/new', `/${items[0]?.id}`].map((path) => `/segments/clusters${path}`)
    expect(await faultsOf(browser, product.rapport.url, { look, cookies }, pages)).toEqual([])
  },
  lookMs,
)
