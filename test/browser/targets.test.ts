import { expect, test } from 'vitest'
import { until } from '../harness/until'
import { openShop, testComplaints, testLooks } from './opening'
import { daysAgo, order, person, send, times } from './sending'

/** 400 customers; who lives in Hangzhou and buys much is of the kind that joins the tea club, and every other one has. */
const customers = times(400, (index) => {
  const isHere = index % 4 === 0
  const isKind = (isHere && index % 12 > 0) || index % 17 === 0
  const traits = {
    name: `客户${index}`,
    email: `c${index}@example.com`,
    consent_email: 'granted',
    city: isHere ? '杭州市' : '上海市',
    ...(isKind && index % 8 < 5 && { club: '是' }),
  }
  const orders = times(1 + (index % 3), (number) =>
    order(`c${index}`, daysAgo(2 + (index % 90) + number), 80 + (index % 40)),
  )
  return [person(`c${index}`, traits, daysAgo(300)), ...orders]
}).flat()

const shop = await openShop((workspace) => send(workspace, customers))
const { workspace, page, dialog, open, go, confirm } = shop

async function segment(name: string, trait: string, value: string): Promise<string> {
  const condition = { type: 'text', op: 'is', values: [value] }
  const rule = { kind: 'trait', trait, condition }
  return (await workspace.api<{ id: string }>('POST', '/segments', { name, rule })).id
}
const club = await segment('茶会成员', 'club', '是')
const city = await segment('杭州客户', 'city', '杭州市')

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
  await page.getByLabel('活动名称').fill('召回茶会成员')
  await page.getByRole('button', { name: '下一步' }).dblclick()
  await page.waitForURL(/\/edit\?step=message/)
  const drafts = await workspace.api<{ items: { state: string }[] }>('GET', '/campaigns')
  expect(drafts.items.filter(({ state }) => state === 'draft')).toHaveLength(1)
})

test('the wizard asks before what was changed on a step is left behind', async () => {
  await page.goto(page.url().replace('step=message', 'step=schedule'))
  const share = page.getByRole('spinbutton', { name: '对照比例' })
  await share.fill('23')
  await share.press('Tab')
  await page.getByRole('link', { name: '细分', exact: true }).click()
  await confirm('继续编辑')
  expect(await share.inputValue()).toBe('23')
  await page.getByRole('button', { name: '存为草稿' }).click()
  await page.getByText('草稿已保存').waitFor()
  await page.waitForURL(/\/campaigns$/)
})

test('people who are like a segment are found, put into words and made a live segment', async () => {
  await go('/segments/lookalikes')
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
  await dialog.getByLabel('细分名称').fill('像茶会成员')
  await confirm('保存细分')
  await page.waitForURL(/\/segments\/[0-9a-f-]{36}$/)
  await page.getByRole('heading', { name: '像茶会成员', level: 1 }).waitFor()
})

test('a seed whose rule asks about a trait has it left out, and one of nobody says so', async () => {
  await go(`/segments/lookalikes/new?seed=${city}`)
  const box = page.getByRole('checkbox', { name: '城市 种子规则用到' })
  expect(await box.isChecked()).toBe(false)
  const nobody = await segment('没有人', 'club', '否')
  await workspace.api('POST', '/lookalikes', { name: '没有人', seedId: nobody })
  await open('/segments/lookalikes')
  await page.getByRole('link', { name: '没有人' }).click()
  await page.getByText('种子细分里没有人').waitFor()
})

testComplaints(shop)

testLooks(shop, async () => {
  const { items } = await workspace.api<{ items: { id: string; state: string }[] }>('GET', '/lookalikes')
  const done = items.find(({ state }) => state === 'done')
  return [
    `/segments/compare?segments=${encodeURIComponent(JSON.stringify(`${club},${city}`))}`,
    '/segments/lookalikes',
    `/segments/lookalikes/new?seed=${club}`,
    `/segments/lookalikes/${done?.id}`,
  ]
})
