/**
 * Takes the pictures of README.md: the console's home page with the demo shop, in both languages.
 * Run with `npx tsx scripts/screenshots.ts`; it starts the product on a folder of its own and removes it again.
 */
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { openConsole, settle } from '../test/browser/console'
import { launchBrowser } from '../test/harness/chromium'
import { type Product, startProduct } from '../test/harness/product'
import { until } from '../test/harness/until'

const folder = fileURLToPath(new URL('../docs/images/', import.meta.url))
const demoLimitMs = 20 * 60_000
/** Charts grow into place. */
const chartMs = 1_500

const pictures = [
  { file: 'home-zh.png', locale: 'zh-CN', shop: '知客小铺' },
  { file: 'home-en.png', locale: 'en', shop: 'Rapport Demo Shop' },
] as const

const [browser, product] = await Promise.all([launchBrowser(), startProduct()])
try {
  await loadDemo(product)
  await mkdir(folder, { recursive: true })
  for (const picture of pictures) await takePicture(browser, product, picture)
} finally {
  await browser.close()
  await product.remove()
}
process.exit(0)

async function loadDemo({ api }: Product): Promise<void> {
  await api('POST', '/demo')
  await until(async () => (await api<{ state: string }>('GET', '/demo/progress')).state === 'done', {
    what: 'the demo shop is loaded',
    limitMs: demoLimitMs,
  })
}

async function takePicture(
  browser: Browser,
  { api, rapport }: Product,
  { file, locale, shop }: (typeof pictures)[number],
): Promise<void> {
  await api('PATCH', '/workspace', { name: shop })
  const { page } = await openConsole(browser, rapport.url, { locale, theme: 'light', width: 1440 })
  await page.locator('figure svg').first().waitFor()
  await settle(page)
  await page.waitForTimeout(chartMs)
  await page.screenshot({ path: `${folder}${file}`, animations: 'disabled' })
  await page.context().close()
}
