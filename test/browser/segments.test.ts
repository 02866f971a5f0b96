import { expect, test } from 'vitest'
import { seriousFaults } from '../harness/accessibility'
import { until } from '../harness/until'
import { openShop, testComplaints, testLooks } from './opening'
import { daysAgo, hoursAgo, order, person, send, times } from './sending'

/** Forty customers; every one of them ordered, the first ten twice, half of the orders tea. */
const customers = times(40, (index) => {
  const products = [{ name: '样品', category: index % 2 ? '茶具' : '茶叶', quantity: 1 }]
  return [
    person(`c${index}`, {
      name: `客户${index}`,
      email: `c${index}@example.com`,
      city: index % 2 ? '杭州' : '上海',
      consent_email: index % 4 ? 'granted' : 'withdrawn',
    }),
    ...(index < 10 ? [1, 2] : [1]).map((number) =>
      order(`c${index}`, daysAgo(index * 4 + number), 100 + index, { products }),
    ),
  ]
}).flat()

const shop = await openShop((workspace) => send(workspace, customers))
const { workspace, page, dialog, open, go, pick, confirm } = shop

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
  await go('/segments')
  await page.getByRole('row', { name: /爱喝茶的回头客.*5/ }).waitFor()
})

test('a saved segment can be changed, put away and brought back', async () => {
  await page.getByRole('link', { name: '爱喝茶的回头客' }).click()
  await page.getByRole('link', { name: '编辑' }).click()
  await page.getByRole('button', { name: '客户属性' }).click()
  await pick('属性', '城市')
  await page.getByRole('combobox', { name: '值，可填多个' }).last().fill('上海')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.getByText('且城市是“上海”的客户').waitFor()
  await page.getByRole('button', { name: '保存修改' }).click()
  await page.getByRole('heading', { name: '爱喝茶的回头客' }).waitFor()
  await page.getByRole('button', { name: /归\s?档/ }).click()
  await confirm('归档')
  await page.getByRole('button', { name: /恢\s?复/ }).click()
  await page.getByRole('link', { name: '编辑' }).waitFor()
})

test('a ready-made segment shows its size and becomes one of the shop’s own', async () => {
  await go('/segments/library')
  const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: '复购客户' }) })
  await card.getByText('10 人').waitFor()
  await card.getByRole('link').click()
  await page.getByRole('button', { name: '保存细分' }).click()
  await page.getByRole('heading', { name: '复购客户' }).waitFor()
  await page.getByText('现成细分 · 复购客户').waitFor()
})

test('an RFM run shows its grid, and a cell of it becomes a segment and a campaign', async () => {
  await go('/segments/rfm')
  await page.getByRole('button', { name: '开始计算' }).click()
  await confirm('开始计算')
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
  await go('/segments')
  await page.getByRole('link', { name: '刚买过的老客' }).waitFor()
})

test('scoring can be set to own thresholds; what is wrong is marked and cannot be saved', async () => {
  await go('/segments/rfm/settings')
  await page.getByRole('radio', { name: /自定义分档/ }).click()
  const third = page.getByLabel('3 分从').first()
  await third.fill('1')
  expect(await page.getByRole('button', { name: /(In|De)crease Value/ }).count()).toBe(0)
  await third.press('Tab')
  await page.getByRole('button', { name: '保存设置', disabled: true }).waitFor()
  await third.fill('4')
  await third.press('Tab')
  await page.getByRole('button', { name: '保存设置' }).click()
  await page.getByText('已保存，下次计算时生效').waitFor()
  const config = await workspace.api<{ method: { kind: string; frequency: number[] } }>('GET', '/rfm/config')
  expect(config.method).toMatchObject({ kind: 'thresholds', frequency: [2, 4, 5, 10] })
})

test('a segment is live: who comes in is there at once, with the cause and every reason', async () => {
  const bought = {
    kind: 'event',
    events: ['Order Completed'],
    window: { kind: 'last', within: { amount: 1, unit: 'day' } },
  }
  const hangzhou = { kind: 'trait', trait: 'city', condition: { type: 'text', op: 'is', values: ['杭州'] } }
  const { id } = await workspace.api<{ id: string }>('POST', '/segments', {
    name: '今天下单的杭州人',
    rule: { kind: 'all', of: [bought, hangzhou] },
  })
  await go(`/segments/${id}`)
  await page.getByText('实时', { exact: true }).waitFor()
  await page.getByText('还没有人进出').waitFor()
  await send(workspace, [order('c39', hoursAgo(0), 88)])
  await until(
    async () =>
      (await workspace.api<{ items: object[] }>('GET', `/segments/${id}/changes`)).items.length === 1,
    { what: 'somebody came in' },
  )
  await open(`/segments/${id}`)
  const row = page.getByRole('table', { name: '最近进出' }).getByRole('row', { name: /客户39/ })
  await row.getByText('行为或资料变化').waitFor()
  await row.getByRole('link', { name: '为什么: 客户39' }).click()
  await dialog.getByText('为什么“客户39”在这个细分').waitFor()
  await dialog.getByText('符合的事件 1 次').waitFor()
  await dialog.getByText('现在的值："杭州"').waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  expect(new URL(page.url()).search).toBe('')
})

testComplaints(shop)

const paths = ['', '/library', '/new', '/:id', '/:id/edit', '/rfm', '/rfm/settings']

testLooks(shop, async () => {
  const { items } = await workspace.api<{ items: { id: string }[] }>('GET', '/segments')
  return paths.map((path) => `/segments${path.replace(':id', items[0]?.id ?? '')}`)
})
