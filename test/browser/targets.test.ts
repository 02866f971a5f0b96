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
let club: string
let city: string
const dayMs = 86_400_000

beforeAll(async () => {
  ;[browser, product] = await Promise.all([launchBrowser(), startProduct()])
  await product.api('PATCH', '/workspace', { name: '山岚茶器', startedWith: 'empty' })
  await sendPeople(Date.now())
  club = await segment('茶会成员', 'club', '是')
  city = await segment('杭州客户', 'city', '杭州市')
  ;({ page, complaints, cookies } = await openConsole(browser, product.rapport.url))
})
afterAll(async () => {
  await browser.close()
  await product.remove()
})

async function segment(name: string, trait: string, value: string): Promise<string> {
  const condition = { type: 'text', op: 'is', values: [value] }
  const rule = { kind: 'trait', trait, condition }
  return (await product.api<{ id: string }>('POST', '/segments', { name, rule })).id
}

/** 400 customers; who lives in Hangzhou and buys much is of the kind that joins the tea club, and every other one has. */
async function sendPeople(nowMs: number): Promise<void> {
  const batch = Array.from({ length: 400 }, (_, index) => {
    const isHere = index % 4 === 0
    const orders = 1 + (index % 3)
    const isKind = (isHere && index % 12 > 0) || index % 17 === 0
    return [
      {
        type: 'identify',
        messageId: `i${index}`,
        userId: `c${index}`,
        timestamp: new Date(nowMs - 300 * dayMs).toISOString(),
        traits: {
          name: `客户${index}`,
          email: `c${index}@example.com`,
          consent_email: 'granted',
          city: isHere ? '杭州市' : '上海市',
          ...(isKind && index % 8 < 5 && { club: '是' }),
        },
      },
      ...Array.from({ length: orders }, (__, order) => ({
        type: 'track',
        event: 'Order Completed',
        messageId: `o${index}-${order}`,
        userId: `c${index}`,
        timestamp: new Date(nowMs - (2 + (index % 90) + order) * dayMs).toISOString(),
        properties: { order_id: `o${index}-${order}`, total: 80 + (index % 40), currency: 'CNY' },
      })),
    ]
  }).flat()
  for (let from = 0; from < batch.length; from += 400) {
    const { position } = await product.api<{ position: number }>('POST', '/events', {
      batch: batch.slice(from, from + 400),
    })
    const isReached = async () =>
      (await product.api<{ position: number }>('GET', '/ingest/status')).position >= position
    await until(isReached, { what: 'the shop is processed' })
  }
}

const open = async (path: string) => {
  await page.goto(`${product.rapport.url}${path}`)
  await settle(page)
}

test('an operator puts segments side by side, sorts them, and goes on to a campaign', async () => {
  await open('/segments')
  await page.getByRole('link', { name: '人群对比' }).click()
  await page.getByText('选两个以上的细分开始对比').waitFor()
  const choose = page.getByRole('combobox', { name: '对比哪些细分' })
  await choose.click()
  await page.getByTitle('茶会成员').click()
  await page.getByTitle('杭州客户').click()
  await page.keyboard.press('Escape')
  const table = page.getByRole('table')
  await table.getByRole('row', { name: /^杭州客户 100 25%/ }).waitFor()
  await page.getByText('近一年没有设对照组且已过转化窗口的活动').waitFor()
  expect(await table.getByRole('rowheader').allTextContents()).toEqual(['杭州客户', '茶会成员'])
  await page.getByRole('button', { name: '按人数排序' }).press('Enter')
  await until(async () => (await table.getByRole('rowheader').allTextContents())[0] === '茶会成员', {
    what: 'the smaller one comes first',
  })
  await page.getByRole('link', { name: '向茶会成员发起活动' }).click()
  await page.waitForURL(new RegExp(`/campaigns/new\\?segment=.*${club}`))
})

test('people who are like a segment are found, put into words and made a live segment', async () => {
  await open('/segments/lookalikes')
  await page.getByText('还没有找过相似人群').waitFor()
  await page.getByRole('link', { name: '寻找相似人群' }).first().click()
  await page.getByRole('combobox', { name: '种子细分' }).click()
  await page.getByTitle('茶会成员').click()
  expect(await page.getByLabel('名称').inputValue()).toBe('像“茶会成员”的人')
  await page.getByRole('checkbox', { name: /^城市/ }).waitFor()
  await page.getByRole('button', { name: '开始寻找' }).click()
  await page.getByRole('heading', { name: '要多少人' }).waitFor()
  await page.getByText(/城市为“杭州市”的占/).waitFor()
  const features = page.getByRole('region', { name: '哪些属性最重要' }).last()
  await features.getByRole('row', { name: /^城市为杭州市/ }).waitFor()
  const slider = page.getByRole('slider', { name: '取多少人' })
  await slider.press('ArrowLeft')
  await page.getByText(/最像的 \d+ 人，相似度不低于/).waitFor()
  await page.getByRole('button', { name: '存为细分' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('细分名称').fill('像茶会成员')
  await dialog.getByRole('button', { name: '保存细分' }).click()
  await page.waitForURL(/\/segments\/[0-9a-f-]{36}$/)
  await page.getByRole('heading', { name: '像茶会成员', level: 1 }).waitFor()
})

test('a seed whose rule asks about a trait has it left out, and one of nobody says so', async () => {
  await open(`/segments/lookalikes/new?seed=${city}`)
  const box = page.getByRole('checkbox', { name: '城市 种子规则用到' })
  expect(await box.isChecked()).toBe(false)
  const nobody = await segment('没有人', 'club', '否')
  await product.api('POST', '/lookalikes', { name: '没有人', seedId: nobody })
  await open('/segments/lookalikes')
  await page.getByRole('link', { name: '没有人' }).click()
  await page.getByText('种子细分里没有人').waitFor()
})

test('nothing was complained of, and nobody else was asked for anything', () => {
  expect(complaints).toEqual([])
})

test.each(looks)(
  'every page keeps nobody out and fits its window: $locale $theme $width',
  async (look) => {
    const { items } = await product.api<{ items: { id: string; state: string }[] }>('GET', '/lookalikes')
    const done = items.find(({ state }) => state === 'done')
    const pages = [
      `/segments/compare?segments=${encodeURIComponent(JSON.stringify(`${club},${city}`))}`,
      '/segments/lookalikes',
      `/segments/lookalikes/new?seed=${club}`,
      `/segments/lookalikes/${done?.id}`,
    ]
    expect(await faultsOf(browser, product.rapport.url, { look, cookies }, pages)).toEqual([])
  },
  lookMs,
)
