import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openShop, testLooks } from './opening'

const shop = await openShop()
const { workspace, page, open, go } = shop
const folder = await mkdtemp(join(tmpdir(), 'rapport-browser-imports-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Two lines of one order, another order, a refund, and a row without a customer. */
const orders = `订单编号,下单时间,买家手机号,姓名,城市,商品名称,单价(元),数量,备注
T1,2024-03-01 08:05:00,13812345678,单雄信,杭州,紫砂壶,268.00,1,
T1,2024-03-01 08:05:00,13812345678,单雄信,杭州,龙井茶,88.50,2,送礼
T2,2024-03-02 09:00:00,13812345679,单雄信,杭州,公道杯,45.00,1,
T3,2024-03-03 10:00:00,13912345670,王伟,上海,龙井茶,88.50,-1,退
T4,2024-03-04 11:00:00,,李四,上海,龙井茶,88.50,1,
`

test('a file is dropped in, understood, previewed, imported and reported', async () => {
  const path = join(folder, '订单.csv')
  await writeFile(path, orders)
  await open('/imports')
  await page.getByText('还没有导入过文件').waitFor()
  await page.getByRole('link', { name: '导入文件' }).first().click()
  await page.getByRole('button', { name: /把文件拖到这里/ }).waitFor()
  await page.locator('input[type=file]').setInputFiles(path)
  await page.getByRole('heading', { name: '各列的含义' }).waitFor()
  await page.getByRole('row', { name: /下单时间.*确定/ }).waitFor()
  await page.getByRole('button', { name: '看看导入后的样子' }).click()
  await page.getByText('开头 5 行里有 1 行不会导入').waitFor()
  await page.getByText('¥445.00').waitFor()
  await page.getByRole('button', { name: '开始导入' }).click()
  await page.getByText('导入完成').first().waitFor()
  await page.getByText('没有客户标识').waitFor()
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '下载未导入的行' }).click(),
  ])
  expect(saved.suggestedFilename()).toBe('rejected-订单.csv')
})

test('a running import says that the server is away, and goes on when it is back', async () => {
  const { id } = await uploadOrders()
  let isAway = false
  await page.route(`**/api/v1/imports/${id}`, async (route) => {
    if (isAway) return route.abort()
    const response = await route.fetch()
    await route.fulfill({ response, json: { ...(await response.json()), state: 'running' } })
  })
  await go(`/imports/${id}`)
  await page.getByText('排队等待').waitFor()
  isAway = true
  await page.getByText('连接不上服务器').waitFor()
  isAway = false
  await page.getByText('连接不上服务器').waitFor({ state: 'detached' })
  await page.unrouteAll({ behavior: 'wait' })
})

test('a file that is no table says what it is', async () => {
  const path = join(folder, 'report.csv')
  await writeFile(path, '%PDF-1.7')
  await go('/imports/new')
  await page.locator('input[type=file]').setInputFiles(path)
  await page.getByText('这个文件用不了').waitFor()
  await page.getByText('这不是表格文件').waitFor()
})

testLooks(shop, async () => {
  const { id } = await uploadOrders()
  return ['', '/new', `/${id}`, `/${id}?step=preview`].map((path) => `/imports${path}`)
})

async function uploadOrders(): Promise<{ id: string }> {
  const uploaded = await fetch(`${workspace.url}/api/v1/imports?fileName=second.csv&kind=orders`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${workspace.apiKey}` },
    body: new Blob([orders]),
  })
  return (await uploaded.json()) as { id: string }
}
