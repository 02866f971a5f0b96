import { test } from 'vitest'
import { openShop, testComplaints, testLooks } from './opening'
import { hoursAgo, order, person, send } from './sending'

const home = { city: '杭州', street: '文一路 1 号' }
const joins = (userId: string, groupId: string, traits: object = {}) => ({
  type: 'group',
  userId,
  groupId,
  traits,
})

/** Two companies, and two people at one address. */
const shopOfTwo = [
  person('u1', { name: '王芳', last_name: '王', ...home }),
  person('u2', { name: '王明', last_name: '王', ...home }),
  person('u3', { name: '李雷' }),
  joins('u1', 'shanlan', { name: '山岚贸易', industry: '茶叶', employees: 40 }),
  joins('u3', 'shanlan'),
  joins('u2', 'yunqi', { name: '云栖科技', industry: '软件' }),
  order('u1', hoursAgo(0), 1200),
  order('u3', hoursAgo(0), 300),
]

const shop = await openShop((workspace) => send(workspace, shopOfTwo))
const { workspace, page, dialog, open, go, confirm } = shop

test('an operator finds a company, sees what its members add up to, and changes an attribute', async () => {
  await open('/customers')
  await page.getByRole('link', { name: '公司', exact: true }).click()
  await page.getByRole('row', { name: /山岚贸易 2 2 2 ¥1,500/ }).waitFor()
  await page.getByLabel('搜名称或编号').fill('云栖')
  await page.getByRole('row', { name: /山岚贸易/ }).waitFor({ state: 'detached' })
  await page.getByLabel('搜名称或编号').fill('山')
  await page.getByRole('link', { name: '山岚贸易' }).click()
  await page.getByRole('heading', { name: '山岚贸易', level: 1 }).waitFor()
  await page.getByRole('row', { name: /王芳.*1.*¥1,200/ }).waitFor()
  await page.getByRole('button', { name: '修改 员工人数' }).click()
  await dialog.getByLabel('员工人数').fill('55')
  await confirm('保存')
  await page.getByRole('list', { name: '属性' }).getByText('55').waitFor()
})

test('a customer joins and leaves, and the figures follow', async () => {
  await page.getByRole('button', { name: '添加成员' }).click()
  await page.getByLabel('按姓名、手机号、邮箱或 ID 查找客户').fill('王明')
  await page.getByTitle(/^王明/).click()
  await confirm('添加')
  await page.getByRole('button', { name: '移出 王明' }).click()
  await confirm('移出')
  await page.getByRole('button', { name: '移出 王明' }).waitFor({ state: 'detached' })
})

test('who may live together becomes a household that the customer page shows', async () => {
  await go('/households')
  await page.getByRole('button', { name: /^是一家人：王.*, 王/ }).click()
  await page.getByRole('link', { name: '王', exact: true }).click()
  await page.getByRole('link', { name: '王芳' }).first().click()
  await page.getByRole('heading', { name: '王芳', level: 1 }).waitFor()
  const card = page.getByRole('region', { name: '公司和家庭' })
  await card.getByRole('link', { name: '山岚贸易' }).waitFor()
  await card.getByRole('link', { name: '王', exact: true }).click()
  await page.getByRole('heading', { name: '王', level: 1, exact: true }).waitFor()
})

test('a company is made by hand; a taken id is said in words', async () => {
  await go('/companies')
  await page.getByRole('button', { name: '新建公司' }).click()
  await dialog.getByLabel('名称').fill('新店')
  await dialog.getByLabel('编号').fill('shanlan')
  await confirm('新建')
  await dialog.getByText(/编号/).nth(1).waitFor()
  await dialog.getByLabel('编号').fill('xindian')
  await confirm('新建')
  await page.getByRole('heading', { name: '新店', level: 1 }).waitFor()
  await page.getByText('还没有成员').waitFor()
})

testComplaints(shop, '409')

testLooks(shop, async () => {
  const { items } = await workspace.api<{ items: { id: string }[] }>('GET', '/companies?sort=revenue')
  return ['/companies', '/households', `/companies/${items[0]?.id}`]
})
