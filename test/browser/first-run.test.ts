import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { seriousFaults } from '../harness/accessibility'
import { copyPostgresFolder } from '../harness/broker'
import { launchBrowser } from '../harness/chromium'
import { createDataDir, spawnRapport } from '../harness/process'
import { complaintsOf, desk, openWindow, settle } from './console'

const data = await createDataDir()
await copyPostgresFolder(join(data.path, 'postgres')) // its tables are made, and nobody is in them
const [browser, rapport] = await Promise.all([launchBrowser(), spawnRapport({ dataDir: data.path })])
afterAll(async () => {
  await browser.close()
  await rapport.stop()
  await data.remove()
})
const page = await (await openWindow(browser, desk)).newPage()
const complaints = complaintsOf(page, rapport.url)

const firstLoginLink = () => /http\S+\/setup\?token=\S+/.exec(rapport.output())?.[0] ?? ''

test('whoever is not signed in is asked to sign in, and a wrong password is refused in words', async () => {
  await page.goto(`${rapport.url}/customers`)
  await page.getByLabel('邮箱').fill('nobody@example.com')
  await page.getByLabel('密码').fill('not the password')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  expect(await page.getByRole('alert').textContent()).toContain('邮箱或密码不对')
  expect(await seriousFaults(page)).toEqual([])
  complaints.length = 0
})

test('the first-login link makes the owner and asks how to start', async () => {
  await page.goto(firstLoginLink())
  await page.getByLabel('店铺或公司名称').fill('山岚茶器')
  await page.getByLabel('姓名').fill('林晓燕')
  await page.getByLabel('邮箱').fill('lin@example.com')
  await page.getByLabel('设置密码').fill('correct horse battery 9')
  expect(await seriousFaults(page)).toEqual([])
  await page.getByRole('button', { name: '创建并进入' }).click()
  await page.getByRole('radio', { name: /载入演示店铺/ }).waitFor()
  expect(await seriousFaults(page)).toEqual([])
})

test('starting empty leads to the ways of bringing data in', async () => {
  await page.getByRole('radio', { name: /从空白开始/ }).click()
  await page.getByRole('button', { name: '开始', exact: true }).click()
  await page.getByRole('heading', { name: '把客户数据接进来' }).waitFor()
  expect(await page.getByText(`curl ${rapport.url}/v1/track`).count()).toBe(1)
  expect(await seriousFaults(page)).toEqual([])
})

test('the language chosen in the menu is there after the page is loaded again', async () => {
  await page.getByRole('button', { name: '账号: 林晓燕' }).click()
  await page.getByRole('menuitem', { name: 'English' }).click()
  await page.getByRole('heading', { name: 'Bring your customers in' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Bring your customers in' }).waitFor()
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
})

test('signing out ends at the sign-in, and signing in comes back to the page asked for', async () => {
  await page.getByRole('button', { name: 'Account: 林晓燕' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  complaints.length = 0
  await page.goto(`${rapport.url}/customers`)
  await page.getByLabel('E-mail address').fill('lin@example.com')
  await page.getByLabel('Password').fill('correct horse battery 9')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Customers' }).waitFor()
  await settle(page)
})

test('nothing was complained of, and nobody else was asked for anything', () => {
  expect(complaints.filter((complaint) => !complaint.includes('401'))).toEqual([])
})
