import { trackingPlanSchema } from '@rapport/contract'
import { expect, test } from 'vitest'
import { openShop, testComplaints, testLooks } from './opening'
import { act, daysAgo, send, times } from './sending'

const shared = (properties: object, event = 'Item Shared') => act('u1', event, daysAgo(1), properties)

const shop = await openShop((workspace) =>
  send(
    workspace,
    times(25, (index) => shared({ item: 'cup', size: index })),
    'app',
  ),
)
const { workspace, page, complaints, dialog, confirm } = shop

const open = (path = '') => shop.open(`/data/plan${path}`)
const go = (path = '') => shop.go(`/data/plan${path}`)
const planNow = () => workspace.api<{ version: number; plan: unknown }>('GET', '/tracking-plan')

test('an empty place offers to declare what came in, and one click does', async () => {
  await open()
  await page.getByText('还没有埋点方案').waitFor()
  await page.getByRole('button', { name: '从已收到的事件生成' }).last().click()
  await dialog.getByText('依据 25 条消息').waitFor()
  await dialog.getByRole('button', { name: '加入 1 个事件' }).click()
  await page.getByText('已保存为第 1 版').waitFor()
  const row = page.getByRole('row', { name: /Item Shared/ })
  await row.getByText('使用中').waitFor()
  expect(trackingPlanSchema.parse((await planNow()).plan).events[0]?.properties).toMatchObject([
    { path: 'item', types: ['text'], required: true },
    { path: 'size', types: ['number'], required: true },
  ])
})

test('an event is edited: a property, its values, and what becomes of what does not fit', async () => {
  await go()
  await page.getByRole('link', { name: 'Item Shared' }).click()
  await page.getByRole('heading', { name: 'Item Shared' }).waitFor()
  await page.getByRole('button', { name: '添加属性' }).click()
  const name = page.getByRole('textbox', { name: '第 3 个属性的名称' })
  await name.fill('a..b')
  expect(await page.getByRole('button', { name: /^保\s?存$/ }).isDisabled()).toBe(true)
  await name.fill('channel')
  await page.getByRole('button', { name: '更多限制：channel' }).click()
  await page.getByRole('combobox', { name: '允许的值' }).fill('wechat')
  await page.keyboard.press('Enter')
  await page.getByRole('radiogroup', { name: '违反约定' }).getByText('隔离').click()
  await page.getByRole('button', { name: /^保\s?存$/ }).click()
  await page.getByText('已保存为第 2 版').waitFor()
  expect(trackingPlanSchema.parse((await planNow()).plan).events[0]).toMatchObject({
    onViolation: 'quarantine',
    properties: [{ path: 'item' }, { path: 'size' }, { path: 'channel', allowed: ['wechat'] }],
  })
})

test('what does not fit is listed by source, waits in quarantine, and counts once the plan is mended', async () => {
  await send(workspace, [shared({ item: 'cup', size: 1, channel: 'qq' }), shared({}, 'Item Liked')], 'app')
  await go('?tab=violations')
  const row = page.getByRole('row', { name: /channel/ })
  await row.getByText('值不在允许范围').waitFor()
  expect(await row.textContent()).toContain('qq')
  await page
    .getByRole('row', { name: /Item Liked/ })
    .getByText('未登记的事件')
    .waitFor()
  await page.getByRole('link', { name: '查看隔离区' }).click()
  await page
    .getByRole('row', { name: /不符合埋点方案/ })
    .getByText('not_allowed_value channel')
    .waitFor()

  await go('/event?type=track&name=Item%20Shared')
  await page.getByRole('combobox', { name: '允许的值' }).fill('qq')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^保\s?存$/ }).click()
  await page.getByText('已保存为第 3 版').waitFor()
  await go('?tab=violations')
  await page.getByRole('button', { name: '重新送入符合的消息' }).click()
  await page.getByText('已重新送入 1 条，0 条仍不符合').waitFor()
  await expect
    .poll(async () => {
      const { items } = await workspace.api<{ items: { name: string; count: number }[] }>('GET', '/events')
      return items.find(({ name }) => name === 'Item Shared')?.count
    })
    .toBe(26)
})

test('of two editors at once the second is told, and loses nothing of the first', async () => {
  await go('?tab=rules')
  const { version, plan } = await planNow()
  const theirs = { ...trackingPlanSchema.parse(plan), onUnknownEvent: 'quarantine' }
  await workspace.api('PUT', '/tracking-plan', { version, plan: theirs })
  await page.getByRole('radiogroup', { name: '未登记的属性' }).getByText('记录').click()
  await page.getByRole('button', { name: /^保\s?存$/ }).click()
  await page.getByText(/被别人保存过/).waitFor()
  expect((await planNow()).plan).toMatchObject({ onUnknownEvent: 'quarantine', onUnknownProperty: 'allow' })
  expect(complaints.splice(0).filter((line) => !line.includes('409'))).toEqual([])
})

test('a key that may only read sees the plan and the report, and changes nothing', async () => {
  const { secret } = await workspace.api<{ secret: string }>('POST', '/keys', {
    kind: 'api',
    name: 'reader',
    scopes: ['data:read'],
  })
  const ask = (method: string, path: string, body?: object) =>
    fetch(`${workspace.url}/api/v1/tracking-plan${path}`, {
      method,
      headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
    })
  expect((await ask('GET', '')).status).toBe(200)
  expect((await ask('GET', '/violations')).status).toBe(200)
  expect((await ask('POST', '/check', { message: {} })).status).toBe(200)
  expect((await ask('PUT', '', await planNow())).status).toBe(403)
  expect((await ask('POST', '/replay', {})).status).toBe(403)
  const refused = await ask('GET', '/violations?cursor=nonsense')
  expect([refused.status, (await refused.json()).code]).toEqual([400, 'invalid_input'])
})

test('what is no plan is refused with the place of the fault', async () => {
  const { version } = await planNow()
  const save = (plan: object) => workspace.api('PUT', '/tracking-plan', { version, plan })
  const event = { type: 'track', name: 'E' }
  await expect(save({ events: [event, event] })).rejects.toThrow(/E is there twice/)
  await expect(save({ events: [{ type: 'track' }] })).rejects.toThrow(/a track has a name/)
  await expect(save({ events: [{ ...event, properties: [{ path: 'a..b' }] }] })).rejects.toThrow(
    /plan.events.0.properties.0.path/,
  )
  await expect(save({ events: [{ ...event, properties: [{ path: 'a', min: 2, max: 1 }] }] })).rejects.toThrow(
    /least/,
  )
  await expect(save({ events: [{ ...event, properties: [{ path: 'a', pattern: '(' }] }] })).rejects.toThrow(
    /bad_pattern/,
  )
  await expect(
    save({ events: Array.from({ length: 1_001 }, (_each, index) => ({ ...event, name: `E${index}` })) }),
  ).rejects.toThrow(/400/)
})

test('a plan of another product is imported, and what has no counterpart is named', async () => {
  await open()
  await page.getByRole('button', { name: '更多操作' }).click()
  await page.getByRole('menuitem', { name: '导入' }).click()
  await dialog.getByRole('textbox', { name: 'JSON' }).fill(JSON.stringify(rudderStackPlan))
  await confirm('读取')
  await dialog.getByText('读到 1 个事件（RudderStack）').waitFor()
  await dialog.getByText('oneOf', { exact: true }).waitFor()
  await dialog.getByRole('button', { name: '导入 1 个事件' }).click()
  await page.getByRole('row', { name: /Product Viewed|浏览商品/ }).waitFor()
})

test('a pasted message is checked, and versions can be gone back to', async () => {
  await go()
  await page.getByRole('button', { name: '更多操作' }).click()
  await page.getByRole('menuitem', { name: '检查一条消息' }).click()
  await dialog
    .getByRole('textbox', { name: '消息（JSON）' })
    .fill(JSON.stringify(shared({ item: 7, size: 1 })))
  await confirm('检查')
  await dialog.getByText('会进入隔离区').waitFor()
  await dialog.getByText(/类型不符/).waitFor()
  await dialog
    .getByRole('button', { name: /关\s?闭/ })
    .last()
    .click()

  await go('?tab=versions')
  await page
    .getByRole('row', { name: /第 1 版/ })
    .getByRole('button', { name: '恢复到这一版' })
    .click()
  await dialog.getByRole('button', { name: '恢复到这一版' }).click()
  await page.getByText('已恢复').waitFor()
  expect((await planNow()).plan).toMatchObject({ onUnknownEvent: 'report' })
})

testComplaints(shop)

testLooks(shop, () =>
  ['', '?tab=violations', '?tab=rules', '?tab=versions', '/event?type=track&name=Item%20Shared'].map(
    (tab) => `/data/plan${tab}`,
  ),
)

const rudderStackPlan = {
  name: 'Shop',
  events: [
    {
      name: 'Product Viewed',
      eventType: 'track',
      description: 'A product page was seen',
      rules: {
        type: 'object',
        properties: {
          properties: {
            type: 'object',
            properties: {
              sku: { type: ['string'] },
              price: { type: ['number'], minimum: 0 },
              extra: { oneOf: [{ type: 'string' }, { type: 'number' }] },
            },
            required: ['sku'],
            additionalProperties: false,
          },
        },
      },
    },
  ],
}
