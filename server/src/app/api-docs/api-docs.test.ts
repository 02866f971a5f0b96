import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Endpoint } from '@rapport/contract'
import * as contract from '@rapport/contract'
import { Hono } from 'hono'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allFaults } from '../../../../test/harness/accessibility'
import { launchBrowser } from '../../../../test/harness/chromium'
import { openApiDocument } from '../../platform/http'
import { apiDocs } from '.'
import { type ApiDocument, operationsByTag } from './document'
import { apiDocsPage } from './page'
import { sampleOf } from './sample'
import { schemaRows } from './schema-rows'
import { texts } from './texts'

const endpoints: Endpoint[] = Object.entries(contract).flatMap(([name, value]) =>
  name.endsWith('Api') ? (Object.values(value) as Endpoint[]) : [],
)
const document = openApiDocument(endpoints, '1.2.3') as unknown as ApiDocument

describe('the OpenAPI document', () => {
  it('has every endpoint, and every reference leads somewhere inside it', () => {
    const operations = [...operationsByTag(document).values()].flat()
    expect(operations).toHaveLength(endpoints.length)
    const referred = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? []
    const known = Object.keys(document.components.schemas).map(
      (name) => `"$ref":"#/components/schemas/${name}"`,
    )
    expect([...new Set(referred)].filter((one) => !known.includes(one))).toEqual([])
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
  })
})

describe.each(['en', 'zh-CN'] as const)('the API documentation in %s', (locale) => {
  it('shows every path of the document with its method, permission and summary', async () => {
    const page = await apiDocsPage(document, locale)
    for (const { operationId, method, path, summary } of [...operationsByTag(document).values()].flat()) {
      const part = page.slice(page.indexOf(`id="${operationId}"`)).split('</details>')[0] ?? ''
      expect(part, operationId).toContain(`${method}</span> <code>${path}</code>`)
      expect(part, operationId).toContain(escaped(summary))
      expect(part, operationId).toContain('$RAPPORT/api/v1/')
    }
  })

  it('names the header that goes with the cookie', async () => {
    expect(JSON.stringify(document)).toContain('"name":"Rapport-Workspace"')
    expect(await apiDocsPage(document, locale)).toContain('Rapport-Workspace')
  })

  it('loads nothing from elsewhere and has an end for each link inside', async () => {
    const page = await apiDocsPage(document, locale)
    expect(page.match(/(src|href)="(https?:)?\/\//g)).toBeNull()
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
    expect([...new Set(targets)].filter((id) => !page.includes(`id="${id}"`))).toEqual([])
  })
})

describe('the examples', () => {
  const bodies = endpoints.filter(({ body, bytes }) => body && bytes !== 'request')
  const shared = document.components.schemas
  it.each(bodies.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
    '%s takes the example that is shown for it',
    (_, { method, path, body }) => {
      const operation = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
      const schema = operation?.requestBody?.content['application/json']?.schema
      const parsed = body?.safeParse(sampleOf(schema ?? {}, shared))
      expect(parsed?.error?.issues ?? []).toEqual([])
    },
  )
})

describe('the table of a schema', () => {
  it('names variants by what tells them apart, and what is shared by its name', () => {
    const rows = schemaRows(
      {
        type: 'object',
        required: ['state'],
        properties: {
          state: { type: 'string', enum: ['on', 'off'] },
          names: { type: 'array', items: { type: 'string', maxLength: 9 }, maxItems: 3 },
          result: {
            anyOf: [
              {
                type: 'object',
                properties: { kind: { type: 'string', const: 'sum' }, of: { type: 'number' } },
              },
              { $ref: '#/components/schemas/Other' },
              { type: 'null' },
            ],
          },
        },
      },
      texts.en,
    )
    expect(
      rows.map(({ depth, name, type, refersTo, notes }) => [depth, name, type, refersTo, notes]),
    ).toEqual([
      [0, 'state', '"on" | "off"', null, ''],
      [0, 'names', 'list of string', null, '≤ 3 items, ≤ 9 characters'],
      [0, 'result', 'one of or null', null, ''],
      [1, 'when kind = "sum"', 'object', null, ''],
      [2, 'kind', '"sum"', null, ''],
      [2, 'of', 'number', null, ''],
      [1, '', 'Other', 'Other', ''],
    ])
  })
})

describe('in a browser', () => {
  let browser: Browser
  let server: Server
  let url: string
  beforeAll(async () => {
    browser = await launchBrowser()
    const app = new Hono().get(
      '/api/docs',
      apiDocs(() => document),
    )
    server = createServer(getRequestListener(app.fetch))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/docs`
  })
  afterAll(async () => {
    await browser.close()
    server.close()
  })

  it('finds calls as one types, opens the one in the address, and has no fault that axe knows', async () => {
    const context = await browser.newContext() // axe opens a page beside it
    const page = await context.newPage()
    const errors: string[] = []
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    await page.goto(`${url}?lang=zh-CN#postSegments`)
    const call = page.locator('#postSegments')
    expect(await call.evaluate((details: HTMLDetailsElement) => details.open)).toBe(true)
    expect(await page.locator('#origin').textContent()).toBe(new URL(url).origin)
    await page.getByRole('searchbox', { name: '搜索接口' }).fill('post /segments')
    expect(await page.locator('.call:visible').count()).toBe(
      endpoints.filter((one) =>
        `${one.method} ${one.path} ${one.summary}`.toLowerCase().match(/post.*\/segments/),
      ).length,
    )
    expect(await allFaults(page)).toEqual([])
    await page.getByRole('searchbox').fill('no such thing')
    expect(await page.getByRole('status').textContent()).toBe('没有匹配的接口。')
    expect(errors.filter((text) => !text.includes('404'))).toEqual([])
    await context.close()
  })
})

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
