import { expect, test } from 'vitest'
import { until } from '../harness/until'
import { openShop, testComplaints, testLooks } from './opening'
import { daysAgo, hoursAgo, order, send, times } from './sending'

/** Twenty customers: the one of number n ordered n % 4 + 1 times in the last days, those of an even number in the app. */
const orders = times(20, (index) =>
  times((index % 4) + 1, (number) =>
    order(`c${index}`, daysAgo(number + 1), 100 + index, { channel: index % 2 ? 'web' : 'app' }),
  ),
).flat()

const shop = await openShop((workspace) => send(workspace, orders))
const { workspace, page, dialog, open, go, pick, confirm } = shop

test('an operator defines the favourite channel, sees what it gives, and every customer gets it', async () => {
  await open('/data/traits')
  await page.getByText('还没有自定义的计算属性').waitFor()
  await page.getByRole('row', { name: /累计消费.*完成订单的金额合计/ }).waitFor()
  await page.getByRole('link', { name: '新建计算属性' }).first().click()
  await page.getByLabel('名称').fill('最常用的渠道')
  await page.getByLabel('字段名').fill('best_channel')
  await pick('行为', '完成订单')
  await page.keyboard.press('Escape')
  await pick('算什么', '最常见的值')
  await pick('字段', '渠道')
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
  await go('/data/traits')
  await page.getByRole('row', { name: /最常用的渠道.*最常见的渠道.*文本.*实时更新/ }).waitFor()
})

test('it is offered in the builder under its name, and shown on the page of a customer, where nobody edits it', async () => {
  await go('/segments/new')
  await page.getByRole('button', { name: '客户属性' }).click()
  await pick('属性', '最常用的渠道')
  await page.getByRole('combobox', { name: '值，可填多个' }).last().fill('app')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.getByText('“最常用的渠道”是“app”的客户').waitFor()
  await page.locator('b', { hasText: /^10$/ }).waitFor()
  const { items } = await workspace.api<{ items: { id: string }[] }>('GET', '/customers?search=c5&limit=1')
  await open(`/customers/${items[0]?.id}?tab=attributes`)
  const row = page.getByRole('row', { name: /最常用的渠道.*web/ })
  await row.waitFor()
  expect(await row.getByRole('button', { name: /编辑|修改/ }).count()).toBe(0)
})

test('another definition says that everybody is worked out anew, and a new order changes the value', async () => {
  await go('/data/traits/best_channel')
  await pick('算什么', '次数')
  await page.getByText('保存后会为全部客户重新计算').waitFor()
  await page.getByRole('button', { name: '保存修改' }).click()
  await page.getByText('近 30 天订单的次数').waitFor()
  const heldValue = async () => {
    const { items } = await workspace.api<{ items: { traits: Record<string, unknown> }[] }>(
      'GET',
      '/customers?search=c3&limit=1&columns=best_channel',
    )
    return items[0]?.traits.best_channel
  }
  await until(async () => (await heldValue()) === 4, { what: 'four orders are counted' })
  await send(workspace, [order('c3', hoursAgo(0), 1)])
  await until(async () => (await heldValue()) === 5, { what: 'five orders are counted' })
})

test('a rule makes a trait of yes and no, and what is taken or wrong is refused in words', async () => {
  await go('/data/traits/new')
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
  await page.getByRole('button', { name: /删\s?除/ }).click()
  await dialog.getByText('全部客户身上的这个值都会被清除').waitFor()
  await confirm('删除')
  await page.waitForURL(/\/data\/traits$/)
  await page.getByText('has_bought').waitFor({ state: 'detached' })
  const held = () => workspace.api<{ items: unknown[] }>('GET', '/traits/has_bought/values')
  await until(async () => (await held()).items.length === 0, { what: 'nobody has the value any more' })
})

test('a program defines an amount, and exports have it in the currency of the shop', async () => {
  await workspace.api('POST', '/computed-traits', {
    key: 'spent',
    label: '近期消费',
    definition: {
      kind: 'events',
      events: ['Order Completed'],
      window: { kind: 'last', within: { amount: 30, unit: 'day' } },
      measure: { kind: 'sum', of: { kind: 'value' } },
    },
  })
  const stateOf = async () => (await workspace.api<{ state: string }>('GET', '/computed-traits/spent')).state
  await until(async () => (await stateOf()) === 'live', { what: 'everybody has a value' })
  const file = await fetch(`${workspace.url}/api/v1/exports/customers?format=jsonl`, {
    headers: { authorization: `Bearer ${workspace.apiKey}` },
  })
  const rows = (await file.text()).trim().split('\n')
  const spent = rows.map((row) => (JSON.parse(row) as { traits: { spent: number } }).traits.spent)
  expect(Math.max(...spent)).toBe(4 * 119)
})

testComplaints(shop, '409')

testLooks(shop, () => ['/data/traits', '/data/traits/best_channel'])
