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

beforeAll(async () => {
  ;[browser, product] = await Promise.all([launchBrowser(), startProduct()])
  await product.api('PATCH', '/workspace', { name: '山岚茶器', startedWith: 'empty' })
  await sendShop()
  ;({ page, complaints, cookies } = await openConsole(browser, product.rapport.url))
})
afterAll(async () => {
  await browser.close()
  await product.remove()
})

/** Two companies, and two people at one address. */
async function sendShop(): Promise<void> {
  const person = (userId: string, traits: object) => ({ type: 'identify', userId, traits })
  const joins = (userId: string, groupId: string, traits: object = {}) => ({
    type: 'group',
    userId,
    groupId,
    traits,
  })
  const order = (userId: string, revenue: number) => ({
    type: 'track',
    event: 'Order Completed',
    userId,
    properties: { order_id: `o-${userId}`, revenue, currency: 'CNY' },
  })
  const home = { city: '杭州', street: '文一路 1 号' }
  const batch = [
    person('u1', { name: '王芳', last_name: '王', ...home }),
    person('u2', { name: '王明', last_name: '王', ...home }),
    person('u3', { name: '李雷' }),
    joins('u1', 'shanlan', { name: '山岚贸易', industry: '茶叶', employees: 40 }),
    joins('u3', 'shanlan'),
    joins('u2', 'yunqi', { name: '云栖科技', industry: '软件' }),
    order('u1', 1200),
    order('u3', 300),
  ].map((raw, place) => ({ messageId: `m${place}`, ...raw }))
  const { position } = await product.api<{ position: number }>('POST', '/events', { batch })
  const isReached = async () =>
    (await product.api<{ position: number }>('GET', '/ingest/status')).position >= position
  await until(isReached, { what: 'the shop is processed' })
}

const open = async (path: string) => {
  await page.goto(`${product.rapport.url}${path}`)
  await settle(page)
}

test('an operator finds a company, sees what its members add up to, and changes an attribute', async () => {
  await open('/customers')
  await page.getByRole('link', { name: '公司', exact: true }).click()
  await page.getByRole('row', { name: /山岚贸易 2 2 2 ¥1,500/ }).waitFor()
  await page.getByLabel('搜名称或编号').fill('云栖')
  await page.getByRole('row', { name: /山岚贸易/ }).waitFor({ state: 'detached' })
  await page.getByLabel('搜名称或编号').fill('山')
  await page.getByRole('link', { name: '山岚贸易' }).click()
  await page.getByRole('heading', { name: '山岚贸易', level: 1 }).waitFor()
  await page.getByRole('row', { name: /王芳.*1.*¥1,200/ }).waitFor()
  await page.getByRole('button', { name: '修改 员工人数' }).click()
  await page.getByRole('dialog').getByLabel('员工人数').fill('55')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /保\s?存/ })
    .click()
  await page.getByRole('list', { name: '属性' }).getByText('55').waitFor()
})

test('a customer joins and leaves, and the figures follow', async () => {
  await page.getByRole('button', { name: '添加成员' }).click()
  await page.getByLabel('按姓名、手机号、邮箱或 ID 查找客户').fill('王明')
  await page.getByTitle(/^王明/).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /添\s?加/ })
    .click()
  await page.getByRole('button', { name: '移出 王明' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /移\s?出/ })
    .click()
  await page.getByRole('button', { name: '移出 王明' }).waitFor({ state: 'detached' })
})

test('who may live together becomes a household that the customer page shows', async () => {
  await open('/households')
  await page.getByRole('button', { name: /^是一家人：王.*, 王/ }).click()
  await page.getByRole('link', { name: '王', exact: true }).click()
  await page.getByRole('link', { name: '王芳' }).first().click()
  await page.getByRole('heading', { name: '王芳', level: 1 }).waitFor()
  const card = page.getByRole('region', { name: '公司和家庭' })
  await card.getByRole('link', { name: '山岚贸易' }).waitFor()
  await card.getByRole('link', { name: '王', exact: true }).click()
  await page.getByRole('heading', { name: '王', level: 1, exact: true }).waitFor()
})

test('a company is made by hand; a taken id is said in words', async () => {
  await open('/companies')
  await page.getByRole('button', { name: '新建公司' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('名称').fill('新店')
  await dialog.getByLabel('编号').fill('shanlan')
  await dialog.getByRole('button', { name: /新\s?建/ }).click()
  await dialog.getByText(/编号/).nth(1).waitFor()
  await dialog.getByLabel('编号').fill('xindian')
  await dialog.getByRole('button', { name: /新\s?建/ }).click()
  await page.getByRole('heading', { name: '新店', level: 1 }).waitFor()
  await page.getByText('还没有成员').waitFor()
})

test('nothing was complained of, and nobody else was asked for anything', () => {
  expect(complaints.filter((one) => !one.includes('409'))).toEqual([])
})

const looks: Look[] = [
  { locale: 'zh-CN', theme: 'light', width: 1440 },
  { locale: 'en', theme: 'dark', width: 390 },
]

test.each(
  looks.flatMap((look) => ['/companies', '/households', '/companies/:id'].map((path) => ({ ...look, path }))),
)('$path keeps nobody out and fits its window: $locale $theme $width', async ({ path, ...look }) => {
  const { items } = await product.api<{ items: { id: string }[] }>('GET', '/companies?sort=revenue')
  const window = await openWindow(browser, look, cookies)
  const tab = await window.newPage()
  await tab.goto(`${product.rapport.url}${path.replace(':id', items[0]?.id ?? '')}`)
  await settle(tab)
  expect(await seriousFaults(tab)).toEqual([])
  expect(await overflowOf(tab)).toBe(0)
  await window.close()
})
