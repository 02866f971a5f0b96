import { expect, test } from 'vitest'
import { desk, type Look, load, openWindow } from './console'
import { openShop, testComplaints, testLooks } from './opening'
import { act, daysAgo, hoursAgo, order, person, send } from './sending'

/** How long a page may take on a machine that is busy with other tests. */
const soon = { timeout: 20_000 }

const products = [{ product_id: 'p1', name: '汝窑茶杯', category: '茶杯', price: 198, quantity: 1 }]

/** Three customers, of whom the first has ordered twice. */
const customers = [
  person('C1', {
    name: '王小明',
    phone: '13800000001',
    email: 'wang@example.com',
    city: '杭州',
    consent_email: 'granted',
  }),
  person('C2', { name: '李芳', phone: '13900000002', city: '杭州' }),
  person('C3', { name: 'Emma Clark', email: 'emma@example.com', city: 'London' }),
  { type: 'page', userId: 'C1', name: '首页', timestamp: daysAgo(3), properties: { path: '/' } },
  order('C1', daysAgo(20), 198, { products }),
  order('C1', daysAgo(2), 198, { products }),
]

const shop = await openShop((workspace) => send(workspace, customers, 'web'))
const { browser, workspace, page, dialog, open, go } = shop

test('the home page shows the orders of the last days, by day', async () => {
  await open('/')
  await page.getByRole('button', { name: '销售额 ¥396' }).waitFor()
  expect(await page.getByRole('button', { name: '订单数 2' }).count()).toBe(1)
  await page.getByRole('button', { name: /查看数据表/ }).click()
  expect(await page.getByRole('row').count()).toBe(31)
})

test('a customer is found by the beginning of a phone number, and opened', async () => {
  await go('/customers')
  await page.getByPlaceholder(/搜索姓名/).fill('+86138000000')
  await expect.poll(() => page.locator('.ant-table-row').count(), soon).toBe(1)
  await page.getByRole('link', { name: '王小明' }).click()
  await page.getByRole('heading', { name: '王小明' }).waitFor()
  expect(await page.getByText('¥396.00').count()).toBeGreaterThan(0)
})

test('the filters of the list are in the address', async () => {
  await open(`/customers?where=city%3D${encodeURIComponent('杭州')}`)
  await expect.poll(() => page.locator('.ant-table-row').count(), soon).toBe(2)
  await page.getByRole('button', { name: '移除 城市: 杭州' }).click()
  await expect.poll(() => page.locator('.ant-table-row').count(), soon).toBe(3)
  expect(page.url()).not.toContain('where')
})

test('what happens now appears on the timeline by itself', async () => {
  await openCustomer('王小明')
  await send(workspace, [act('C1', 'Product Added', hoursAgo(0), { name: '紫砂壶' })], 'web')
  await page.getByText('加入购物车').waitFor({ timeout: 15_000 })
})

test('a tag that is put on is there after the page is loaded again', async () => {
  await page.getByRole('button', { name: '添加标签' }).click()
  await page.getByRole('combobox', { name: /输入标签/ }).fill('老茶客')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '移除标签 老茶客' }).waitFor()
  await page.reload()
  await page.getByRole('button', { name: '移除标签 老茶客' }).waitFor()
})

test('an attribute changed by hand says who did it, and keeps its history', async () => {
  await page.getByRole('tab', { name: '属性' }).click()
  await page.getByRole('button', { name: '编辑 城市' }).click()
  await dialog.getByLabel('城市').fill('苏州')
  await page.getByRole('button', { name: '保存' }).click()
  const row = page.getByRole('row', { name: /城市 苏州/ })
  await row.waitFor()
  await page.getByRole('button', { name: '变更记录 城市' }).click()
  await expect.poll(() => dialog.getByRole('listitem').count(), soon).toBe(2)
  await page.keyboard.press('Escape')
})

test('two customers are merged and taken apart again', async () => {
  await page.getByRole('tab', { name: '身份与合并' }).click()
  await page.getByRole('button', { name: '与其他客户合并' }).click()
  await page.getByRole('combobox', { name: '搜索要并入的客户' }).fill('李')
  await page.getByTitle(/李芳/).click()
  await dialog.getByRole('button', { name: '合并', exact: true }).click()
  await page.getByText('并入：李芳').waitFor()
  await page.getByRole('button', { name: '撤销合并' }).click()
  await dialog.getByRole('button', { name: '撤销合并' }).click()
  await page.getByText(/已于 .* 撤销/).waitFor()
  await expect.poll(customerCount, soon).toBe(3)
})

test('the command palette goes to a customer and to a page by keyboard alone', async () => {
  await page.keyboard.press('Control+k')
  await page.keyboard.type('李芳')
  await page.getByRole('option', { name: /李芳/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '李芳' }).waitFor()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('customers')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '客户', exact: true }).waitFor()
})

testComplaints(shop)

testLooks(shop, pathsToLookAt)

test('on a phone the navigation is in a drawer, which closes on the way', async () => {
  const window = await openWindow(browser, { locale: 'en', theme: 'light', width: 390 }, [workspace.session])
  const phone = await window.newPage()
  await phone.goto(workspace.url)
  await phone.getByRole('button', { name: 'Open menu' }).click()
  await phone.getByRole('dialog').getByRole('link', { name: 'Customers' }).click()
  await phone.getByRole('heading', { name: 'Customers' }).waitFor()
  await expect.poll(() => phone.getByRole('dialog').count(), soon).toBe(0)
  await window.close()
})

test('a session that ended elsewhere leads to the sign-in, and back to the page', async () => {
  const window = await openWindow(browser, desk, [workspace.session])
  const tab = await window.newPage()
  await load(tab, `${workspace.url}/customers`)
  await window.clearCookies()
  await tab.getByPlaceholder(/搜索姓名/).fill('王')
  await tab.getByRole('heading', { name: '登录' }).waitFor()
  await tab.getByLabel('邮箱').fill(workspace.owner.email)
  await tab.getByLabel('密码').fill(workspace.owner.password)
  await tab.getByRole('button', { name: '登录', exact: true }).click()
  await tab.getByRole('heading', { name: '客户', exact: true }).waitFor()
  await window.close()
})

/** Every page at a desk; on a phone those whose layout changes most. */
async function pathsToLookAt({ width }: Look): Promise<string[]> {
  const customer = `/customers/${await idOf('王小明')}`
  const tabs = ['attributes', 'orders', 'messages', 'identity']
  const everywhere = ['/', '/customers', customer]
  return width < 600
    ? everywhere
    : [...everywhere, ...tabs.map((tab) => `${customer}?tab=${tab}`), '/nowhere']
}

async function openCustomer(name: string): Promise<void> {
  await go(`/customers/${await idOf(name)}`)
  await page.getByRole('heading', { name }).waitFor()
}

async function customerCount(): Promise<number> {
  return (await workspace.api<{ total: number }>('GET', '/customers/count')).total
}

async function idOf(name: string): Promise<string> {
  const { items } = await workspace.api<{ items: { id: string; name: string }[] }>('GET', '/customers')
  return items.find((item) => item.name === name)?.id ?? ''
}
