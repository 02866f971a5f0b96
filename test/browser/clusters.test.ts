import { expect, test } from 'vitest'
import { openShop, testComplaints, testLooks } from './opening'
import { daysAgo, order, send, times } from './sending'

/** Forty who bought once long ago, and twenty who buy much and often. */
const buyers = [
  ...times(40, (index) => order(`c${index}`, daysAgo(200 + (index % 9)), 50 + index)),
  ...times(120, (index) =>
    order(`r${index % 20}`, daysAgo(2 + (index % 9) + index / 20), 400 + (index % 20)),
  ),
]

const shop = await openShop((workspace) => send(workspace, buyers))
const { workspace, page, dialog, open, go, confirm } = shop

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
  await dialog.getByLabel('名称').fill('常客')
  await confirm('保存')
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
  await dialog.getByText('规则命中的人里 100% 属于这一群').waitFor()
  await confirm('保存细分')
  await page.waitForURL(/\/segments\/[0-9a-f-]{36}$/)
  await page.getByRole('heading', { name: '常客', level: 1 }).waitFor()
  await go('/segments')
  await page.getByRole('row', { name: /常客.*20/ }).waitFor()
})

test('an analysis that finds nobody says so, and leads back to its settings', async () => {
  await workspace.api('POST', '/cluster-analyses', {
    name: '没有人',
    traits: [{ trait: 'never_heard_of', kind: 'number' }],
  })
  await open('/segments/clusters')
  await page.getByRole('link', { name: '没有人' }).click()
  await page.getByText('没有人具备所选的全部属性').waitFor()
  await page.getByRole('link', { name: '换个设置再试' }).click()
  await page.getByRole('heading', { name: '新建聚类' }).waitFor()
  expect(await page.getByLabel('名称').inputValue()).toBe('没有人')
  await go('/segments/clusters')
  await page.getByRole('link', { name: '没有人' }).click()
  await page.getByRole('button', { name: /删\s?除/ }).click()
  await confirm('删除')
  await page.waitForURL(/\/segments\/clusters$/)
  await page.getByRole('link', { name: '没有人' }).waitFor({ state: 'detached' })
})

testComplaints(shop)

testLooks(shop, async () => {
  const { items } = await workspace.api<{ items: { id: string }[] }>('GET', '/cluster-analyses')
  return ['', '/new', `/${items[0]?.id}`].map((path) => `/segments/clusters${path}`)
})
