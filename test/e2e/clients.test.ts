import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import RudderNode from '@rudderstack/rudder-sdk-node'
import { Analytics } from '@segment/analytics-node'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../harness/chromium'
import { type Product, startProduct } from '../harness/product'

let product: Product
let pages: Server
beforeAll(async () => {
  product = await startProduct()
  pages = await servePages()
})
afterAll(async () => {
  pages.close()
  await product.remove()
})

interface Seen {
  readonly traits: Readonly<Record<string, { value: unknown }>>
  readonly identifiers: readonly { kind: string; value: string }[]
}

const customer = async (search: string): Promise<(Seen & { id: string }) | null> => {
  const { items } = await product.api<{ items: { id: string }[] }>(
    'GET',
    `/customers?search=${encodeURIComponent(search)}`,
  )
  return items[0] ? product.api('GET', `/customers/${items[0].id}`) : null
}

const eventNames = async (search: string): Promise<string[]> => {
  const known = await customer(search)
  if (!known) return []
  const { items } = await product.api<{ items: { name: string }[] }>(
    'GET',
    `/customers/${known.id}/event-counts`,
  )
  return items.map(({ name }) => name).sort()
}

/** The machine may be busy; the pipeline itself takes a fraction of a second. */
const patience = { timeout: 30_000 }

const order = {
  order_id: 'o1',
  revenue: 19.9,
  currency: 'CNY',
  products: [{ product_id: 'p1', category: 'Tea', price: 19.9, quantity: 1 }],
}

it('takes what the published Segment client for Node sends', async () => {
  const client = new Analytics({ writeKey: product.writeKey, host: product.rapport.url, flushAt: 3 })
  client.identify({ userId: 'segment-node', traits: { email: 'Node@Example.com', firstName: 'Ada' } })
  client.track({ userId: 'segment-node', event: 'Order Completed', properties: order })
  client.page({ userId: 'segment-node', name: 'Home' })
  client.group({ userId: 'segment-node', groupId: 'acme', traits: { name: 'Acme' } })
  await client.closeAndFlush()
  await expect
    .poll(() => eventNames('segment-node'), patience)
    .toEqual(['Order Completed', 'group', 'identify', 'page'])
  expect((await customer('segment-node'))?.traits).toMatchObject({
    email: { value: 'node@example.com' },
    first_name: { value: 'Ada' },
    orders: { value: 1 },
    revenue: { value: 1990 },
  })
})

it('takes what the published RudderStack client for Node sends: gzip, labelled as form data', async () => {
  const client = new RudderNode(product.writeKey, { dataPlaneUrl: product.rapport.url, flushAt: 2 })
  client.identify({ userId: 'rudder-node', traits: { email: 'rudder@example.com' } })
  client.track({ userId: 'rudder-node', event: 'Order Completed', properties: order })
  await new Promise<void>((resolve, reject) => client.flush((error) => (error ? reject(error) : resolve())))
  await expect.poll(() => eventNames('rudder-node'), patience).toEqual(['Order Completed', 'identify'])
  expect((await customer('rudder-node'))?.traits).toMatchObject({
    email: { value: 'rudder@example.com' },
    orders: { value: 1 },
  })
})

it('takes what the published browser clients of Segment and RudderStack send from a page of another origin', async () => {
  const browser = await launchBrowser()
  try {
    for (const name of ['segment', 'rudder']) {
      const page = await browser.newPage()
      const { port } = pages.address() as AddressInfo
      await page.goto(`http://127.0.0.1:${port}/${name}?utm_source=baidu`)
      await page.evaluate(
        `run(${JSON.stringify({ key: product.writeKey, url: product.rapport.url, user: `${name}-web` })})`,
      )
      await expect
        .poll(() => eventNames(`${name}-web`), patience)
        .toEqual(['Product Added', 'group', 'identify', 'page'])
      const known = await customer(`${name}-web`)
      expect(known?.traits.email?.value).toBe(`${name}-web@example.com`)
      expect(known?.identifiers.map(({ kind }) => kind).sort()).toEqual(['anonymous_id', 'email', 'user_id'])
      await page.close()
    }
  } finally {
    await browser.close()
  }
})

/** Pages as a shop has them, each with one client bundled in; the client's host is all that is set. */
async function servePages(): Promise<Server> {
  const scripts = { segment: await bundle(segmentPage), rudder: await bundle(rudderPage) }
  const server = createServer((request, response) => {
    const name = (request.url ?? '').startsWith('/segment') ? 'segment' : 'rudder'
    response
      .setHeader('Content-Type', 'text/html; charset=utf-8')
      .end(`<!doctype html><title>Shop</title><script>${scripts[name]}</script>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

const segmentPage = `
  import { AnalyticsBrowser } from '@segment/analytics-next'
  window.run = async ({ key, url, user }) => {
    const client = AnalyticsBrowser.load({ writeKey: key, cdnURL: url })
    await client.page('Product')
    await client.identify(user, { email: 'segment-web@example.com' })
    await client.track('Product Added', { product_id: 'p1' })
    await client.group('acme', { name: 'Acme' })
  }`

const rudderPage = `
  import { RudderAnalytics } from '@rudderstack/analytics-js/bundled'
  window.run = ({ key, url, user }) => {
    const client = new RudderAnalytics()
    client.load(key, url, { configUrl: url })
    client.page('Product')
    client.identify(user, { email: 'rudder-web@example.com' })
    client.track('Product Added', { product_id: 'p1' })
    client.group('acme', { name: 'Acme' })
  }`

async function bundle(source: string): Promise<string> {
  const result = await build({
    stdin: { contents: source, resolveDir: process.cwd() },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
    logLevel: 'error',
  })
  return (result.outputFiles[0]?.text ?? '').replaceAll('</script', '<\\/script')
}
