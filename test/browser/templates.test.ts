import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { startSmtpSink } from '../harness/smtp-sink'
import { openShop, testComplaints, testLooks } from './opening'

const sink = await startSmtpSink()
afterAll(() => sink.stop())
const shop = await openShop()
const { browser, workspace, page, dialog, open, go } = shop

test('the e-mail channel is tried before it is saved, and then sends', async () => {
  await open('/settings/email')
  await page.getByLabel('服务器地址').fill('127.0.0.1')
  await page.getByRole('spinbutton', { name: '端口' }).fill('1')
  await page.getByLabel('加密方式').click()
  await page.getByTitle('不加密（仅限内网）').click()
  await page.getByLabel('发件地址').fill('hello@shop.example')
  await page.getByRole('button', { name: '测试连接' }).click()
  await page.getByText('连不上服务器').waitFor()
  await page.getByRole('spinbutton', { name: '端口' }).fill(String(sink.port))
  await page.getByRole('button', { name: '测试连接' }).click()
  await page.getByText('连接成功').waitFor()
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('邮件通道已就绪').waitFor()
  await page.getByRole('button', { name: '发送', exact: true }).click()
  await page.getByText('已发出，请到收件箱查看').waitFor()
  expect(sink.messages.at(-1)?.to).toEqual([workspace.owner.email])
})

test('a template begins with a starter; a mistake is found, shown at its line, put right and saved', async () => {
  await go('/templates')
  await page.getByRole('link', { name: '新建模板' }).first().click()
  await page.getByRole('button', { name: /唤回老客/ }).click()
  await page.getByText('可以发送，没有发现问题').waitFor()
  const preview = page.frameLocator('iframe[title="邮件预览"]')
  await preview.getByText('林晓雨，最近还好吗').waitFor()

  const subject = page.getByRole('textbox', { name: '主题', exact: true })
  await subject.fill('{{ customer.nmae }}，好久不见')
  await page.getByText('没有“customer.nmae”这个变量').waitFor()
  await page.getByText('是不是要写 customer.name').waitFor()
  expect(await page.getByText('有未保存的修改').count()).toBe(1)
  await subject.fill('好久不见，')
  await page.getByRole('button', { name: '插入变量: 主题' }).click()
  await page.getByPlaceholder('搜索变量').fill('customer.name')
  await page
    .getByRole('button', { name: /customer\.name/ })
    .first()
    .click()
  expect(await subject.inputValue()).toBe('好久不见，{{ customer.name | default: "默认文字" }}')
  await page.getByText('可以发送，没有发现问题').waitFor()
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存').waitFor()
  await expect.poll(() => page.getByText('有未保存的修改').count()).toBe(0)
})

test('a finding in the source leads to its line', async () => {
  await page.locator('.cm-content').click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('{{ customer.oops }}')
  await page.getByText('没有“customer.oops”这个变量').waitFor()
  await page.keyboard.press('Control+Home')
  await page
    .getByRole('button', { name: /版式，第 \d+ 行/ })
    .first()
    .click()
  await expect.poll(() => page.locator('.cm-activeLine').textContent()).toContain('customer.oops')
  await page.keyboard.press('Control+z')
})

test('a test message is what the preview shows', async () => {
  await page.getByRole('button', { name: '发送测试' }).click()
  await page.getByLabel('收件地址').fill('colleague@shop.example')
  await dialog.getByRole('button', { name: '发送', exact: true }).click()
  await page.getByText('已发出').waitFor()
  expect(sink.messages.at(-1)?.to).toEqual(['colleague@shop.example'])
  await page.getByRole('button', { name: '关闭' }).first().click()
})

test('the page of an unsubscribe link works without an account and without scripts', async () => {
  const link =
    /<(http[^>]+\/u\/[^>]+)>/.exec(sink.messages.at(-1)?.headers['list-unsubscribe']?.[0] ?? '')?.[1] ?? ''
  const visitor = await browser.newContext({ locale: 'en', javaScriptEnabled: false })
  const visit = await visitor.newPage()
  await visit.goto(link)
  await visit.getByText('This was a test message').waitFor()
  await visit.goto(`${link}x`)
  await visit.getByText('This link does not work').waitFor()
  await visitor.close()
})

testComplaints(shop)

const editor = async () => {
  const { items } = await workspace.api<{ items: { id: string }[] }>('GET', '/templates')
  return `/templates/${items[0]?.id}`
}

testLooks(
  shop,
  async () => ['/templates', '/templates/new', await editor(), '/settings/email', '/settings/suppressions'],
  async (view: Page) => {
    if (view.url().endsWith('/new')) await view.locator('iframe').nth(2).waitFor()
    if (view.url().endsWith(await editor())) await view.locator('.cm-content').waitFor()
  },
)
