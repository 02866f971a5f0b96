import type { Page } from 'playwright-core'
import { test } from 'vitest'
import { openShop, testComplaints, testLooks } from './opening'
import { daysAgo, order, person, send, times } from './sending'

/** Thirty customers of Hangzhou and Linyi; the first ten ordered again lately. */
const customers = times(30, (index) => [
  person(`c${index}`, {
    name: `客户${index}`,
    email: `c${index}@example.com`,
    consent_email: 'granted',
    city: index % 3 ? '杭州市' : '临沂',
    region: index % 3 ? '浙江省' : '山东',
  }),
  order(`c${index}`, daysAgo(60 + index * 5), 100 + 10 * index),
  ...(index < 10 ? [order(`c${index}`, daysAgo(3), 100 + 10 * index)] : []),
]).flat()

const shop = await openShop(async (workspace) => {
  for (const address of ['c0@example.com', 'c1@example.com'])
    await workspace.api('POST', '/suppressions', { address })
  await send(workspace, customers)
})
const { page, open, pick } = shop

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
  await pick('选择标识', '微信 UnionID')
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
})

testComplaints(shop)

testLooks(
  shop,
  () => ['/segments/library', '/segments/rfm/transitions', '/segments/rfm/settings'],
  (at: Page) => at.locator('main').locator('table, li, h3').first().waitFor(),
)
