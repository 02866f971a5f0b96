import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../harness/chromium'
import { type Product, startProduct } from '../harness/product'
import { until } from '../harness/until'
import { type Cookies, faultsOf, lookMs, looks, openConsole, seriousFaults, settle } from './console'

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

/** Forty customers; every one of them ordered, the first ten twice, half of the orders tea. */
async function sendShop(nowMs: number): Promise<void> {
  const people = Array.from({ length: 40 }, (_, index) => ({
    type: 'identify',
    messageId: `i${index}`,
    userId: `c${index}`,
    timestamp: new Date(nowMs - dayMs).toISOString(),
    traits: {
      name: `客户${index}`,
      email: `c${index}@example.com`,
      city: index % 2 ? '杭州' : '上海',
      consent_email: index % 4 ? 'granted' : 'withdrawn',
    },
  }))
  const order = (index: number, number: number) => ({
    type: 'track',
    event: 'Order Completed',
    messageId: `o${index}-${number}`,
    userId: `c${index}`,
    timestamp: new Date(nowMs - (index * 4 + number) * dayMs).toISOString(),
    properties: {
      order_id: `o${index}-${number}`,
      total: 100 + index,
      currency: 'CNY',
      products: [{ name: '样品', category: index % 2 ? '茶具' : '茶叶', quantity: 1 }],
    },
  })
  const orders = people.flatMap((_, index) =>
    index < 10 ? [order(index, 1), order(index, 2)] : [order(index, 1)],
  )
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
const pick = async (box: string, option: string) => {
  await page.getByRole('combobox', { name: box }).last().click()
  await page.locator('.ant-select-dropdown:visible').getByText(option, { exact: true }).first().click()
}

test('an operator builds a rule in the console, sees who fits while editing, and saves it', async () => {
  await open('/segments/new')
  await page.getByText('没有条件时，包含全部客户。').waitFor()
  await page.getByLabel('名称').fill('爱喝茶的回头客')
  await page.getByRole('button', { name: '客户行为' }).click()
  await page.getByText('还有 1 处没填完').waitFor()
  await pick('行为', '完成订单')
  await page.keyboard.press('Escape')
  await page.getByRole('spinbutton', { name: '值' }).fill('2')
  await pick('时间范围', '任何时间')
  await page.getByText('完成订单').first().waitFor()
  await page.locator('b', { hasText: /^10$/ }).waitFor()

  await page.getByRole('button', { name: '限定字段' }).click()
  await pick('选择字段', '商品 · 品类')
  await pick('值，可填多个', '茶叶')
  await page.keyboard.press('Escape')
  await page.getByText('累计下单（商品品类是“茶叶”）至少 2 次的客户').waitFor()
  await page.locator('b', { hasText: /^5$/ }).waitFor()

  await page.getByRole('button', { name: '保存细分' }).click()
  await page.getByRole('heading', { name: '爱喝茶的回头客' }).waitFor()
  await page.getByRole('link', { name: '客户0', exact: true }).waitFor()
  await open('/segments')
  await page.getByRole('row', { name: /爱喝茶的回头客.*5/ }).waitFor()
})

test('a saved segment can be changed, put away and brought back', async () => {
  await page.getByRole('link', { name: '爱喝茶的回头客' }).click()
  await page.getByRole('button', { name: '编辑' }).click()
  await page.getByRole('button', { name: '客户属性' }).click()
  await pick('属性', '城市')
  await page.getByRole('combobox', { name: '值，可填多个' }).last().fill('上海')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.getByText('且城市是“上海”的客户').waitFor()
  await page.getByRole('button', { name: '保存修改' }).click()
  await page.getByRole('heading', { name: '爱喝茶的回头客' }).waitFor()
  await page.getByRole('button', { name: /归\s?档/ }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /归\s?档/ })
    .click()
  await page.getByRole('button', { name: /恢\s?复/ }).click()
  await page.getByRole('button', { name: '编辑' }).waitFor()
})

test('a ready-made segment shows its size and becomes one of the shop’s own', async () => {
  await open('/segments/library')
  const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: '复购客户' }) })
  await card.getByText('10 人').waitFor()
  await card.getByRole('link').click()
  await page.getByRole('button', { name: '保存细分' }).click()
  await page.getByRole('heading', { name: '复购客户' }).waitFor()
  await page.getByText('现成细分 · 复购客户').waitFor()
})

test('an RFM run shows its grid, and a cell of it becomes a segment and a campaign', async () => {
  await open('/segments/rfm')
  await page.getByRole('button', { name: '开始计算' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '开始计算' }).click()
  await page.getByRole('group', { name: '按 R 和 F 得分的人数与消费' }).waitFor()
  const cells = page.getByRole('group', { name: '按 R 和 F 得分的人数与消费' }).getByRole('button')
  expect(await cells.count()).toBe(25)
  const full = cells.filter({ hasNotText: /^0/ }).first()
  await full.click()
  expect(await full.getAttribute('aria-pressed')).toBe('true')
  await page.getByRole('button', { name: '存为细分' }).click()
  await page.getByLabel('细分名称').fill('刚买过的老客')
  await page.getByRole('button', { name: '保存并发起活动' }).click()
  await page.waitForURL(/\/campaigns\/new\?segment=/)
  await open('/segments')
  await page.getByRole('link', { name: '刚买过的老客' }).waitFor()
})

test('scoring can be set to own thresholds; what is wrong is marked and cannot be saved', async () => {
  await open('/segments/rfm/settings')
  await page.getByRole('radio', { name: /自定义分档/ }).click()
  const third = page.getByLabel('3 分从').first()
  await third.fill('1')
  await third.press('Tab')
  await page.getByRole('button', { name: '保存设置', disabled: true }).waitFor()
  await third.fill('4')
  await third.press('Tab')
  await page.getByRole('button', { name: '保存设置' }).click()
  await page.getByText('已保存，下次计算时生效').waitFor()
  const config = await product.api<{ method: { kind: string; frequency: number[] } }>('GET', '/rfm/config')
  expect(config.method).toMatchObject({ kind: 'thresholds', frequency: [2, 4, 5, 10] })
})

test('a segment is live: who comes in is there at once, with the cause and every reason', async () => {
  const bought = {
    kind: 'event',
    events: ['Order Completed'],
    window: { kind: 'last', within: { amount: 1, unit: 'day' } },
  }
  const hangzhou = { kind: 'trait', trait: 'city', condition: { type: 'text', op: 'is', values: ['杭州'] } }
  const { id } = await product.api<{ id: string }>('POST', '/segments', {
    name: '今天下单的杭州人',
    rule: { kind: 'all', of: [bought, hangzhou] },
  })
  await open(`/segments/${id}`)
  await page.getByText('实时', { exact: true }).waitFor()
  await page.getByText('还没有人进出').waitFor()
  const order = { order_id: 'live', total: 88, currency: 'CNY' }
  const event = {
    type: 'track',
    event: 'Order Completed',
    messageId: 'live',
    userId: 'c39',
    properties: order,
  }
  await product.api('POST', '/events', { batch: [event] })
  await until(
    async () => (await product.api<{ items: object[] }>('GET', `/segments/${id}/changes`)).items.length === 1,
    { what: 'somebody came in' },
  )
  await open(`/segments/${id}`)
  const row = page.getByRole('table', { name: '最近进出' }).getByRole('row', { name: /客户39/ })
  await row.getByText('行为或资料变化').waitFor()
  await row.getByRole('link', { name: '为什么: 客户39' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByText('为什么“客户39”在这个细分').waitFor()
  await drawer.getByText('符合的事件 1 次').waitFor()
  await drawer.getByText('现在的值："杭州"').waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'hidden' })
  expect(new URL(page.url()).search).toBe('')
})

test('nothing was complained of, and nobody else was asked for anything', () => {
  expect(complaints).toEqual([])
})

const paths = ['', '/library', '/new', '/:id', '/:id/edit', '/rfm', '/rfm/settings']

test.each(looks)(
  'every page keeps nobody out and fits its window: $locale $theme $width',
  async (look) => {
    const { items } = await product.api<{ items: { id: string }[] }>('GET', '/segments')
    const pages = paths.map((path) => `/segments${path.replace(':id', items[0]?.id ?? '')}`)
    expect(await faultsOf(browser, product.rapport.url, { look, cookies }, pages)).toEqual([])
  },
  lookMs,
)
