import { expect, test } from 'vitest'
import { desk, openWindow, settle, signIn } from './console'
import { openShop, testComplaints, testLooks } from './opening'

const shop = await openShop()
const { browser, workspace, page, complaints, dialog, confirm } = shop
const { owner } = workspace
const guest = { email: 'wang@example.com', password: 'another good password' }

const open = (tab: string) => shop.open(`/settings/${tab}`)
const go = (tab: string) => shop.go(`/settings/${tab}`)
const card = (title: string) => page.getByRole('region', { name: title })
const save = (title: string) => card(title).getByRole('button', { name: '保存' }).click()

test('an invited person joins by the link, sees what the role allows, and can be given another', async () => {
  await open('members')
  expect(await page.title()).toBe('成员 · 设置 · Rapport 知客')
  await page.getByRole('button', { name: '邀请成员' }).click()
  await dialog.getByLabel('邮箱').fill(guest.email)
  await dialog.getByRole('button', { name: '生成邀请链接' }).click()
  const link = await dialog.getByTitle(/invitation\?token=/).getAttribute('title')
  await dialog.getByRole('button', { name: '我已复制' }).click()

  const other = await openWindow(browser, desk)
  const theirs = await other.newPage()
  await theirs.goto(link ?? '')
  await theirs.getByLabel('姓名').fill('王芳')
  await theirs.getByLabel('设置密码').fill(guest.password)
  await theirs.getByRole('button', { name: '接受邀请' }).click()
  await theirs.getByRole('navigation', { name: '主导航' }).waitFor()
  await theirs.goto(`${workspace.url}/settings/sending`)
  await theirs.getByText('修改需要管理员权限').waitFor()
  expect(await theirs.getByRole('button', { name: '保存' }).count()).toBe(0)
  const tabs = theirs.getByRole('navigation', { name: '设置页面' })
  expect(await tabs.getByRole('link').allTextContents()).toEqual([
    '工作区',
    '发送规则',
    '身份识别',
    '邮件通道',
    '成员',
    '角色权限',
    '我的账号',
  ])

  await open('members')
  await page.getByRole('combobox', { name: '角色: 王芳' }).click()
  await page.getByTitle('管理员').click()
  await page.getByText('已把 王芳 的角色改为“管理员”').waitFor()
  await theirs.reload()
  await tabs.getByRole('link', { name: '密钥' }).waitFor()
  await other.close()
})

test('a key is shown once, works, and is refused after it is revoked', async () => {
  await go('keys')
  await page.getByRole('button', { name: '新建密钥' }).click()
  await dialog.getByRole('radio', { name: /API 密钥/ }).click()
  await dialog.getByLabel('名称').fill('ERP 同步')
  await dialog.getByRole('button', { name: '分析师' }).click()
  await dialog.getByRole('button', { name: /^创\s?建$/ }).dblclick()
  const secret = (await dialog.getByTitle(/^rpk_/).getAttribute('title')) ?? ''
  const ask = () =>
    fetch(`${workspace.url}/api/v1/members`, { headers: { Authorization: `Bearer ${secret}` } })
  expect((await ask()).status).toBe(200)
  await dialog.getByRole('button', { name: '我已保存' }).click()
  await expect.poll(async () => (await page.content()).includes(secret)).toBe(false)

  const row = page.getByRole('row', { name: /ERP 同步/ })
  expect(await row.count()).toBe(1) // two clicks are one key
  await row.getByRole('button', { name: '吊销' }).click()
  await dialog.getByRole('button', { name: '吊销' }).click()
  await expect.poll(() => row.count()).toBe(0)
  expect((await ask()).status).toBe(401)
  await page.getByRole('switch', { name: '显示已失效的密钥' }).click()
  await row.getByText('已吊销').waitFor()
})

test('settings that are saved are there after the page is loaded again', async () => {
  await go('workspace')
  await card('基本信息').getByLabel('名称', { exact: true }).fill('山岚茶器旗舰店')
  await save('基本信息')
  await page.getByRole('button', { name: /山岚茶器旗舰店/ }).waitFor()
  await card('汇率').getByRole('button', { name: '添加币种' }).click()
  await card('汇率').getByRole('combobox', { name: '币种' }).fill('USD')
  await page.keyboard.press('Enter')
  await card('汇率').getByLabel('汇率').fill('7.1')
  await save('汇率')
  await go('sending')
  await card('发送前的授权要求')
    .getByRole('radio', { name: /明确授权过才能发/ })
    .click()
  await save('发送前的授权要求')
  await card('免打扰时段').getByRole('switch').click()
  await save('免打扰时段')
  await card('对照组').getByLabel('默认比例').fill('15')
  await save('对照组')
  await expect
    .poll(async () => (await workspace.api<{ settings: object }>('GET', '/workspace')).settings)
    .toMatchObject({
      name: '山岚茶器旗舰店',
      exchangeRates: { USD: 7.1 },
      consentRule: 'granted',
      quietHours: { from: '22:00', to: '08:00' },
      holdoutShare: 0.15,
    })
  await page.reload()
  await settle(page)
  expect(await card('对照组').getByLabel('默认比例').inputValue()).toBe('15')
  expect(await card('免打扰时段').getByLabel('从').inputValue()).toBe('22:00')
})

test('identifiers are put in order, limited, and joined by one of the workspace’s own', async () => {
  await go('identity')
  const kinds = card('身份标识')
  await kinds.getByRole('button', { name: '上移: 手机号' }).click()
  await kinds.getByRole('checkbox', { name: '可以合并档案: 手机号' }).click()
  await kinds.getByLabel('每位客户上限: 邮箱').fill('8')
  await kinds.getByRole('button', { name: '添加自定义标识' }).click()
  await kinds.getByLabel('属性名', { exact: true }).fill('city')
  await save('身份标识')
  await kinds.getByText('很多人的这个属性都相同').waitFor()
  await kinds.getByLabel('属性名', { exact: true }).fill('passport_no')
  await save('身份标识')
  const saved = async () =>
    (
      await workspace.api<{ settings: { identifierKinds: { kind: string }[] } }>('GET', '/workspace')
    ).settings.identifierKinds.slice(3)
  await expect.poll(saved).toEqual([
    { kind: 'phone', limit: 5, merges: false },
    { kind: 'email', limit: 8, merges: true },
    { kind: 'wechat_openid', limit: 10, merges: true },
    { kind: 'anonymous_id', limit: 100, merges: true },
    { kind: 'passport_no', limit: 1, merges: true },
  ])
  expect(await kinds.getByRole('button', { name: '移除: 用户 ID' }).isDisabled()).toBe(true)
})

test('a refusal is told in the reader’s language', async () => {
  await go('account')
  await page.getByRole('button', { name: '离开工作区…' }).click()
  await confirm('离开')
  await page.getByText('工作区至少要有一位所有者').waitFor()
  complaints.length = 0 // the browser prints the refused call itself
})

test('the audit log tells what was done in this file, filters it, and is intact', async () => {
  await go('audit')
  await page.getByRole('button', { name: '吊销密钥' }).first().waitFor()
  await page.getByRole('combobox', { name: '范围' }).click()
  await page.getByTitle('成员', { exact: true }).click()
  await expect.poll(() => page.getByRole('button', { name: '吊销密钥' }).count()).toBe(0)
  expect(page.url()).toContain('area=member')
  await page.getByRole('button', { name: '变更角色' }).click()
  await dialog.getByText('"admin"').waitFor()
  await dialog.getByText('"viewer"').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '校验完整性' }).click()
  await page.getByText(/日志完整，\d+ 条记录逐条校验通过/).waitFor()
})

test('a new password signs every other device out', async () => {
  const elsewhere = await openWindow(browser, desk)
  const laptop = await elsewhere.newPage()
  await signIn(laptop, workspace.url, owner)
  await go('account')
  await card('修改密码').getByLabel('当前密码').fill(owner.password)
  await card('修改密码').getByLabel('新密码', { exact: true }).fill('an even better password')
  await card('修改密码').getByLabel('再输一次新密码').fill('an even better password')
  await card('修改密码').getByRole('button', { name: '修改密码' }).click()
  await page.getByText('密码已修改，其他设备已退出登录').waitFor()
  await laptop.goto(`${workspace.url}/settings/account`)
  await laptop.getByRole('heading', { name: '登录', exact: true }).waitFor()
  await elsewhere.close()
})

testComplaints(shop)

testLooks(shop, () =>
  ['workspace', 'sending', 'identity', 'members', 'roles', 'keys', 'audit', 'account'].map(
    (tab) => `/settings/${tab}`,
  ),
)

test('another workspace is made and opened, and deleted by its typed name', async () => {
  await go('workspace')
  await page.getByRole('button', { name: '新建工作区' }).click()
  await dialog.getByLabel('名称').fill('第二家店')
  await dialog.getByRole('button', { name: '创建并进入' }).click()
  await page.waitForURL(`${workspace.url}/`) // it enters by loading the console anew
  await page.getByRole('button', { name: '切换工作区: 第二家店' }).waitFor()
  await go('workspace')
  await page.getByRole('button', { name: '删除工作区…' }).click()
  const finish = dialog.getByRole('button', { name: '永久删除' })
  expect(await finish.isDisabled()).toBe(true)
  await dialog.getByLabel('工作区名称').fill('第二家店')
  await finish.click()
  await page.getByRole('button', { name: '切换工作区: 山岚茶器旗舰店' }).waitFor()
})
