import { expect, test } from 'vitest'
import { seriousFaults } from '../harness/accessibility'
import { openShop, testComplaints, testLooks } from './opening'
import { act, hoursAgo, order, person, send, times } from './sending'

/** Twenty customers, half of Hangzhou; each viewed a cup, the first ten bought an hour later, the first five twice. */
const customers = times(20, (index) => [
  person(`c${index}`, { name: `客户${index}`, city: index % 2 ? '杭州' : '上海' }),
  act(`c${index}`, 'Product Viewed', hoursAgo(49), { product_id: 'cup', category: '茶具' }),
  ...(index < 10 ? [order(`c${index}`, hoursAgo(48), 100)] : []),
  ...(index < 5 ? [order(`c${index}`, hoursAgo(24), 100)] : []),
]).flat()

const shop = await openShop((workspace) => send(workspace, customers))
const { workspace, page, open, pick, choose } = shop

const save = async (name: string, rule: object) =>
  (await workspace.api<{ id: string }>('POST', '/segments', { name, rule })).id
const hangzhou = await save('杭州人', {
  kind: 'trait',
  trait: 'city',
  condition: { type: 'text', op: 'is', values: ['杭州'] },
})
await save('回头客', {
  kind: 'event',
  events: ['Order Completed'],
  compare: { op: 'at_least', value: 2 },
})

const counted = (people: number) => page.locator('b', { hasText: new RegExp(`^${people}$`) }).waitFor()
const grips = () => page.locator('[data-grip]')

test('a sequence is built without a manual: what was viewed, and not bought within two hours of it', async () => {
  await open('/segments/new')
  await page.getByLabel('名称').fill('看了没买')
  await page.getByRole('button', { name: '先后顺序' }).click()
  await pick('行为', '浏览商品', 0)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '去掉这一步: 第 2 步' }).click()
  await page.getByRole('button', { name: '之后没有……' }).click()
  const absent = page.getByRole('listitem', { name: '之后没有发生的' })
  await absent.getByRole('combobox', { name: '行为' }).click()
  await choose('完成订单')
  await page.keyboard.press('Escape')
  // at once, as somebody who knows the page does: what was chosen stays when what was typed is taken back
  await absent.getByRole('spinbutton', { name: '数量' }).fill('40')
  await absent.getByText('“之后没有”的等待时间要比时间范围短').waitFor({ state: 'detached' })
  await page.getByText('“之后没有”的等待时间要比时间范围短').waitFor()
  await page.getByText('还有 1 处没填完').waitFor()
  await absent.getByRole('spinbutton', { name: '数量' }).press('Control+z')
  await counted(10)
})

test('conditions are copied, grouped, moved, taken away and brought back by keys', async () => {
  await open(`/segments/${hangzhou}/edit`)
  await counted(10)
  await grips().first().focus()
  await page.keyboard.press('Control+d')
  expect(await grips().count()).toBe(2)
  await page.keyboard.press('Control+g')
  expect(await grips().count()).toBe(3)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Alt+ArrowDown')
  await page.getByText('已移动', { exact: true }).waitFor({ state: 'attached' })
  expect(await page.getByRole('group', { name: '满足任一' }).locator('[data-grip]').count()).toBe(3)
  await page.keyboard.press('Delete')
  expect(await grips().count()).toBe(2)
  for (let step = 0; step < 4; step++) await page.keyboard.press('Control+z')
  expect(await grips().count()).toBe(1)
  await page.getByRole('button', { name: '撤销', disabled: true }).waitFor()
  await page.keyboard.press('Control+Shift+z')
  expect(await grips().count()).toBe(2)
})

test('a figure of an earlier rule is gone at once, also while the new one is slow to come', async () => {
  await open('/segments/new')
  await counted(20)
  let release: (() => void) | undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/segment-previews', async (route) => {
    await held
    await route.continue().catch(() => undefined)
  })
  await page.getByRole('button', { name: '客户行为' }).click()
  await pick('行为', '完成订单')
  await page.keyboard.press('Escape')
  await page.getByText('正在计算…').waitFor()
  expect(await page.locator('b', { hasText: /^20$/ }).count()).toBe(0)
  await page.getByRole('spinbutton', { name: '值' }).fill('2')
  release?.()
  await counted(5)
  expect(await page.locator('b', { hasText: /^10$/ }).count()).toBe(0)
  await page.unroute('**/segment-previews')
})

test('what contradicts is said where it stands', async () => {
  await open(`/segments/${hangzhou}/edit`)
  await counted(10)
  await page.getByRole('button', { name: '其他细分' }).click()
  await pick('选择细分', '回头客')
  await counted(2)
  await page.getByRole('button', { name: '复制一份' }).last().click()
  await pick('属于还是不属于', '不属于')
  await page.getByText('这几个条件互相矛盾').first().waitFor()
  expect(await page.getByText('这几个条件互相矛盾').count()).toBe(2)
})

test('a segment that leads back to itself is refused at the condition', async () => {
  const back = await save('绕回去的', { kind: 'segment', op: 'in', segmentId: hangzhou })
  await open(`/segments/${hangzhou}/edit`)
  await page.getByRole('button', { name: '其他细分' }).click()
  await pick('选择细分', '绕回去的')
  const condition = page.locator('[data-node]', { has: page.getByRole('combobox', { name: '选择细分' }) })
  await condition.getByText('形成了循环').waitFor()
  await workspace.api('POST', `/segments/${back}/archive`)
})

test('the overlap with other segments is drawn, with its figures beside it', async () => {
  await open(`/segments/${hangzhou}`)
  await page.getByRole('combobox', { name: '选择要比较的细分' }).click()
  await choose('回头客')
  await page.keyboard.press('Escape')
  await page.getByRole('figure', { name: '各个交集的人数' }).waitFor()
  await page.getByRole('row', { name: '杭州人 和 回头客 2 15.4%' }).waitFor()
  await page.getByRole('row', { name: '只在 杭州人 8 61.5%' }).waitFor()
  await page.getByText('至少在其中一个：13 人').waitFor()
})

test('a rule is shown as SQL, goes out as JSON, and comes in with errors at their place', async () => {
  await page.getByRole('button', { name: '查看 SQL' }).click()
  await page.getByRole('region', { name: 'SQL 语句' }).getByText("= '杭州'").waitFor()
  await page
    .getByRole('button', { name: 'Close' })
    .or(page.getByRole('button', { name: '关闭' }))
    .first()
    .click()

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: 'JSON' })
      .click()
      .then(() => page.getByText('下载 JSON 文件').click()),
  ])
  expect(file.suggestedFilename()).toBe('杭州人.json')

  await open('/segments/new')
  await page.getByRole('button', { name: 'JSON' }).click()
  await page.getByText('导入 JSON…').click()
  const text = page.getByRole('textbox', { name: 'JSON 内容' })
  const asked = (segmentId: string) => ({
    name: '带来的',
    rule: { kind: 'all', of: [{ kind: 'segment', op: 'not_in', segmentId }] },
  })
  await text.fill(JSON.stringify({ ...asked(hangzhou), rule: { kind: 'all', of: [{ kind: 'trait' }] } }))
  await page.getByText('rule.of[0].trait').waitFor()
  await text.fill(JSON.stringify(asked('b6f1ad2c-52a9-4a32-9c0e-000000000001')))
  await page.getByText('rule.of[0].segmentId').waitFor()
  await page.getByText('引用的细分在这个工作区里不存在').waitFor()
  await text.fill(JSON.stringify(asked(hangzhou)))
  await page.getByText('规则没有问题').waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await page.getByRole('button', { name: '替换现在的条件' }).click()
  expect(await page.getByLabel('名称').inputValue()).toBe('带来的')
  await counted(10)
})

testComplaints(shop, '422')

testLooks(shop, async ({ locale }) => {
  const id = await save(`全都用上 ${locale}`, everything(hangzhou))
  return [`/segments/${id}/edit`]
})

function everything(segmentId: string): object {
  const day = (amount: number) => ({ amount, unit: 'day' })
  const trait = (name: string, condition: object) => ({ kind: 'trait', trait: name, condition })
  return {
    kind: 'all',
    of: [
      trait('birthday', { type: 'anniversary', op: 'in_next', days: 60 }),
      {
        kind: 'event',
        events: ['Order Completed'],
        where: [{ property: 'total', condition: { type: 'number', op: 'between', from: 1, to: 500 } }],
        on: { weekdays: [6, 7], hours: { from: 22, to: 6 } },
        window: { kind: 'since', which: 'first', events: ['Product Viewed'] },
        measure: { kind: 'distinct', property: 'order_id' },
      },
      {
        kind: 'at_least',
        least: 2,
        of: [
          trait('tags', { type: 'list', op: 'size', compare: { op: 'at_least', value: 1 } }),
          {
            kind: 'event_time',
            which: 'last',
            events: ['Order Completed'],
            is: { type: 'date', op: 'in_last', within: day(9) },
          },
          { kind: 'none', of: [{ kind: 'segment', op: 'in', segmentId }] },
        ],
      },
      {
        kind: 'sequence',
        steps: [{ events: ['Product Viewed'] }, { events: ['Order Completed'], within: day(1) }],
        notFollowedBy: { events: ['Order Refunded'], within: day(2) },
        window: { kind: 'last', within: day(60) },
      },
    ],
  }
}
