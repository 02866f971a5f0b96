import { request } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Product, startProduct } from '../harness/product'
import { drained } from './crash-run'

let product: Product
/** Messages that were answered with 200: every one has to be accounted for at the end. */
let accepted = 0
/** Messages that may have come in twice, because the line broke before the answer did. */
let repeatsMax = 0

beforeAll(async () => {
  product = await startProduct()
}, 240_000)
afterAll(() => product.remove())

type Body = string | Uint8Array | Readable

interface Answer {
  readonly status: number
  readonly code: string | undefined
  readonly headers: NodeJS.Dict<string | string[]>
  readonly body: string
}

const basic = (key: string) => ({ Authorization: `Basic ${btoa(`${key}:`)}` })

/** A request as a program of one's own makes it: the answer counts, also when it comes before all was sent. */
function send(
  method: string,
  path: string,
  body?: Body,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const to = request(`${product.rapport.url}${path}`, { method, headers })
    let isAnswered = false
    to.on('response', async (from) => {
      isAnswered = true
      const said = await text(from).catch(() => '')
      resolve({
        status: from.statusCode ?? 0,
        code: codeOf(said),
        headers: from.headers,
        body: said,
      })
    })
    to.on('error', (error) => setTimeout(() => isAnswered || reject(error), 500))
    if (body instanceof Readable) body.on('error', () => undefined).pipe(to)
    else to.end(body)
  })
}

const post = (path: string, body: Body, headers: Record<string, string> = {}) =>
  send('POST', path, body, { 'Content-Type': 'application/json', ...basic(product.writeKey), ...headers })

/** Posts a batch that has to be taken. */
async function take(batch: readonly unknown[]): Promise<void> {
  const { status, body } = await post('/v1/batch', JSON.stringify({ batch }))
  expect(status, body).toBe(200)
  accepted += batch.length
}

/** Bytes on a bare connection, one more now and then, and what comes back until it ends. */
function raw(bytes: string, { port = product.rapport.port, trickle = '' } = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    const drops = setInterval(() => trickle && socket.write(trickle), 100)
    let said = ''
    socket.on('data', (chunk) => {
      said += chunk
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearInterval(drops)
      resolve(said)
    })
  })
}

function codeOf(body: string): string | undefined {
  try {
    return (JSON.parse(body.slice(body.indexOf('{'))) as { code?: string }).code
  } catch {
    return undefined
  }
}

const reasons = async (): Promise<Record<string, number>> => {
  await drained(product)
  const { items } = await product.api<{ items: { reason: string; count: number }[] }>(
    'GET',
    '/quarantine/counts',
  )
  return Object.fromEntries(items.map(({ reason, count }) => [reason, count]))
}

const track = (messageId: string, more: object = {}) => ({
  type: 'track',
  event: 'E',
  userId: 'u',
  messageId,
  ...more,
})

it.each([
  ['malformed JSON', '{"batch":[', 400, 'malformed_json'],
  ['NaN, which is not JSON', '{"batch":[{"type":"track","value":NaN}]}', 400, 'malformed_json'],
  ['nothing', '', 400, 'empty_body'],
  ['an object without a batch', '{}', 400, 'missing_batch'],
  ['a batch that is text', '{"batch":"x"}', 400, 'missing_batch'],
  ['a body that is nested 100,000 deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 200, undefined],
  ['too many messages', JSON.stringify({ batch: Array(5_001).fill(1) }), 413, 'too_many_messages'],
  [
    'text in GBK',
    Buffer.from('7b226261746368223a5b7b226576656e74223a22b9bac2f2227d5d7d', 'hex'),
    400,
    'malformed_utf8',
  ],
  ['gzip cut in half', gzipSync('{"batch":[]}').subarray(0, 15), 400, 'malformed_gzip'],
  [
    'a gzip bomb',
    gzipSync(Buffer.concat([Buffer.from('{"batch":["'), Buffer.alloc(200 << 20, 65)])),
    413,
    'too_large',
  ],
  ['a million keys', `{"batch":[${JSON.stringify(keys(1_000_000))}]}`, 413, 'too_large'],
])('answers %s with a problem that has a code', async (_, body, status, code) => {
  const answer = await post('/v1/batch', body)
  expect([answer.status, answer.code]).toEqual([status, code])
  if (status === 200) accepted += 1
  else expect(answer.headers['content-type']).toBe('application/problem+json')
})

function keys(count: number): object {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, 1]))
}

it.each(['with its length said first', 'in chunks without a length'])(
  'refuses a body of 100 MB %s, without holding it',
  async (how) => {
    const before = await product.memory()
    const chunk = Buffer.alloc(1 << 20, 32)
    const body = () =>
      Readable.from(
        (function* () {
          for (let sent = 0; sent < 100; sent += 1) yield chunk
        })(),
      )
    const headers: Record<string, string> = how.startsWith('with')
      ? { 'Content-Length': String(100 << 20) }
      : {}
    for (const [path, auth] of [
      ['/v1/batch', basic(product.writeKey)],
      ['/api/v1/events', { Authorization: `Bearer ${product.apiKey}` }],
    ] as const) {
      const answer = await send('POST', path, body(), { ...headers, ...auth })
      expect([answer.status, answer.code]).toEqual([413, 'too_large'])
    }
    expect((await product.memory()) - before).toBeLessThan(150 << 20)
  },
)

it('keeps every message of the wrong shape in quarantine, with the reason, and its neighbours count', async () => {
  const strange = [0, -1, 1e308, true, null, 'text', '', [], {}, [[]], { a: [{}] }, 'x'.repeat(400)]
  const fields = [
    'type',
    'event',
    'userId',
    'anonymousId',
    'messageId',
    'traits',
    'properties',
    'context',
    'timestamp',
  ]
  const batch = fields.flatMap((field) =>
    strange.map((value, index) => ({ ...track(`${field}-${index}`), [field]: value })),
  )
  await take([...strange, ...batch])
  await take(
    strange.map((value, index) => ({ ...track(`o-${index}`), event: 'Order Completed', properties: value })),
  )
  await take([
    ...[-1, 'NaN', '-0.01', 'Infinity', [], {}, true, ''].map((revenue, index) => ({
      ...track(`money-${index}`),
      event: 'Order Completed',
      properties: { revenue },
    })),
    track('year-0', { timestamp: '0000-01-01T00:00:00Z' }),
    track('nul-in-time', { timestamp: 'a\u0000b' }),
    track('half-in-time', { timestamp: 'a\ud800' }),
    track('year-9999', { timestamp: '9999-12-31T23:59:59Z' }),
    track('wide', { properties: keys(20_000) }),
    track('long', { properties: { text: 'x'.repeat(600_000) } }),
  ])
  expect(await reasons()).toMatchObject({
    not_an_object: expect.any(Number),
    unknown_type: expect.any(Number),
    missing_event_name: expect.any(Number),
    missing_identifier: expect.any(Number),
    bad_identifier: expect.any(Number),
    bad_message_id: expect.any(Number),
    bad_traits: expect.any(Number),
    bad_properties: expect.any(Number),
    bad_context: expect.any(Number),
    bad_timestamp: expect.any(Number),
    bad_value: expect.any(Number),
    timestamp_out_of_range: expect.any(Number),
    too_many_keys: 1,
  })
  expect(await reasons()).not.toHaveProperty('store_refused')
})

it('refuses half a character at the door, and mends it where clients send it: nothing waits behind it', async () => {
  const { id } = await product.api<{ id: string }>('POST', '/companies', { kind: 'company', name: 'whole' })
  accepted += 1
  for (const [method, path, body] of [
    ['POST', '/companies', { kind: 'company', name: 'half\ud800' }],
    ['PATCH', `/companies/${id}/traits`, { traits: { name: 'half\udfff' } }],
    ['PATCH', `/companies/${id}/traits`, { traits: { 'half\udfff': 1 } }],
  ] as const) {
    const answer = await send(method, `/api/v1${path}`, JSON.stringify(body), {
      Authorization: `Bearer ${product.apiKey}`,
      'Content-Type': 'application/json',
    })
    expect([answer.status, answer.code]).toEqual([400, 'invalid_input'])
  }
  const traits = { name: 'half\ud800', 'half\udfff': 'half\ud83d' }
  await take([{ type: 'group', userId: 'halves', groupId: 'half\ud800', traits }])
  await take([track('behind-halves')])
})

it('puts a message nested 100,000 deep aside, and takes its neighbour', async () => {
  const before = await reasons()
  const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`
  const message = JSON.stringify(track('very-deep', { properties: 'here' })).replace('"here"', deep)
  const answer = await post('/v1/batch', `{"batch":[${message},${JSON.stringify(track('beside'))}]}`)
  expect([answer.status, answer.code]).toEqual([200, undefined])
  accepted += 2
  expect((await reasons()).too_deep).toBe((before.too_deep ?? 0) + 1)
})

it('takes names and values that no table has seen', async () => {
  const names = [
    '',
    ' ',
    '.',
    'a.b',
    'a..b',
    '`',
    '"',
    "'",
    '\\',
    '\u0000',
    '\ud800',
    '日本',
    '🛒',
    '__proto__',
    'constructor',
    'x'.repeat(200),
    '%',
    '$',
    '{',
    'SELECT',
    'toString',
    'value_minor',
    'null',
    '1',
    '-1',
    '[]',
    'a[0]',
  ]
  const odd = Object.fromEntries(names.map((name, index) => [name, index % 2 ? index : `text ${index}`]))
  const turned = Object.fromEntries(
    names.map((name, index) => [name, index % 2 ? [`list ${index}`] : { a: index }]),
  )
  await take([
    track('odd-1', { properties: odd, context: odd }),
    track('odd-2', { properties: turned, context: turned }),
    { type: 'identify', messageId: 'odd-3', userId: 'odd', traits: odd },
    { type: 'identify', messageId: 'odd-4', userId: 'odd', traits: turned },
    ...names.map((name, index) => track(`named-${index}`, { event: `n${name}`, userId: `odd ${name}` })),
    track('numbers', {
      properties: { big: 1e308, small: 5e-324, huge: 2 ** 63, zero: -0, long: '9'.repeat(500) },
    }),
  ])
  expect(await reasons()).not.toHaveProperty('store_refused')
})

it('counts a message once, however often its id comes', async () => {
  const order = track('the-same', { event: 'Order Completed', userId: 'twice', properties: { revenue: 5 } })
  await Promise.all(Array.from({ length: 20 }, () => take(Array(20).fill(order))))
  await drained(product)
  const { items } = await product.api<{ items: { id: string }[] }>('GET', '/customers?search=twice')
  const customer = await product.api<{ traits: object }>('GET', `/customers/${items[0]?.id}`)
  expect(customer.traits).toMatchObject({ orders: { value: 1 }, revenue: { value: 500 } })
})

it('refuses a write key that is wrong, missing or revoked, and a workspace that is not the key’s', async () => {
  const key = await product.api<{ key: { id: string }; secret: string }>('POST', '/keys', {
    kind: 'write',
    name: 'to revoke',
    scopes: [],
    expiresAt: null,
  })
  const body = JSON.stringify(track('keyed'))
  expect((await post('/v1/track', body, basic(key.secret))).status).toBe(200)
  accepted += 1
  await product
    .api('DELETE', `/keys/${key.key.id}`)
    .catch(() => product.api('POST', `/keys/${key.key.id}/revoke`))
  for (const wrong of [key.secret, 'rpw_wrong', '', 'x'.repeat(5_000), product.apiKey])
    expect(await post('/v1/track', body, basic(wrong))).toMatchObject({
      status: 401,
      code: 'invalid_write_key',
    })
  for (const header of ['%%%', 'Basic', 'Basic ÿÿÿ', 'Bearer x'])
    expect((await post('/v1/track', body, { Authorization: header })).status).toBe(401)
  const elsewhere = { Authorization: `Bearer ${product.apiKey}`, 'Rapport-Workspace': crypto.randomUUID() }
  expect(await send('GET', '/api/v1/customers', undefined, elsewhere)).toMatchObject({
    status: 403,
    code: 'not_a_member',
  })
})

it.each([
  ['GET', '/v1/track', 405, 'method_not_allowed'],
  ['PUT', '/v1/batch', 405, 'method_not_allowed'],
  ['OPTIONS', '/v1/batch', 204, undefined],
  ['POST', '/v1/nothing', 404, 'not_found'],
  ['HEAD', '/health', 200, undefined],
  ['HEAD', '/', 200, undefined],
  ['POST', '/', 404, 'not_found'],
  ['PROPFIND', '/customers', 404, 'not_found'],
  ['TRACE', '/', 404, 'not_found'],
  ['DELETE', '/api/v1/customers', 405, 'method_not_allowed'],
  ['OPTIONS', '/api/v1/customers', 405, 'method_not_allowed'],
  ['GET', '/api/v1/nothing', 404, 'not_found'],
  ['GET', '/assets/nothing.js', 404, 'not_found'],
  ['GET', '/%', 400, 'malformed_request'],
])('answers %s %s with %i', async (method, path, status, code) => {
  const answer = await send(method, path)
  expect([answer.status, answer.code]).toEqual([status, code])
  if (status === 405) expect(answer.headers.allow).toMatch(/POST|GET/)
})

it.each([
  ['a method that is none', 'WHAT / HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'malformed_request'],
  ['no HTTP at all', '\u0016\u0003\u0001\u0002\u0000', 400, 'malformed_request'],
  [
    'a host that is none',
    'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n',
    400,
    'malformed_request',
  ],
  [
    'huge headers',
    `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`,
    431,
    'headers_too_large',
  ],
  ['a huge address', `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431, 'headers_too_large'],
  [
    'two lengths',
    'POST /v1/t HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    400,
    'malformed_request',
  ],
])('answers %s with a problem on the bare connection', async (_, bytes, status, code) => {
  const said = await raw(bytes)
  expect([said.slice(0, 12), codeOf(said)]).toEqual([`HTTP/1.1 ${status}`, code])
})

it.each([
  '/../../../../etc/passwd',
  '/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
  '/..%2f..%2f..%2fetc%2fpasswd',
  '/assets/..%2f..%2f..%2fpackage.json',
  '/assets/..%5c..%5c..%5cpackage.json',
  '/%252e%252e%252fpackage.json',
  '/package.json%00.html',
  '//etc/passwd',
])('shows no file outside the console: %s', async (path) => {
  const said = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
  expect(said).toMatch(/^HTTP\/1\.1 (200|400|404) /)
  expect(said).not.toMatch(/root:|"rapport"/)
  if (said.startsWith('HTTP/1.1 200')) expect(said).toContain('<div id=')
})

it('cuts what never finishes arriving, and says that it was the time', async () => {
  const hasty = await startProduct({ env: { RAPPORT_REQUEST_TIMEOUT: '2' } })
  const { port } = hasty.rapport
  const head = 'POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
  try {
    const answers = await Promise.all([
      raw(head, { port }),
      raw(`${head}Content-Length: 1000\r\n\r\n{"batch":[`, { port }),
      raw(`${head}Transfer-Encoding: chunked\r\n\r\n5\r\n{"bat`, { port }),
      raw(`${head}Content-Length: 100000\r\n\r\n`, { port, trickle: '[' }),
    ])
    for (const said of answers)
      expect([said.slice(0, 12), codeOf(said)]).toEqual(['HTTP/1.1 408', 'request_timeout'])
  } finally {
    await hasty.remove()
  }
}, 120_000)

it('takes ten thousand requests at once, each of them once', async () => {
  const before = await countOf('Crowd')
  let broken = 0
  const ask = async (body: string) => (await post('/v1/track', body)).status
  const statuses = await Promise.all(
    Array.from({ length: 10_000 }, (_, index) => {
      const body = JSON.stringify(track(`crowd-${index}`, { event: 'Crowd', userId: `c${index % 50}` }))
      return ask(body).catch(() => {
        broken += 1 // the line, not the server; a client sends the same message again, and it may have come in
        return ask(body)
      })
    }),
  )
  expect(broken).toBeLessThan(100)
  expect(new Set(statuses)).toEqual(new Set([200]))
  accepted += statuses.length
  await drained(product)
  expect((await countOf('Crowd')) - before).toBe(10_000)
  repeatsMax += broken
}, 180_000)

async function countOf(event: string): Promise<number> {
  const { items } = await product.api<{ items: { name: string; count: number }[] }>('GET', '/events')
  return items.find(({ name }) => name === event)?.count ?? 0
}

it('tells a program of another version of the API that nothing is there, in words for programs', async () => {
  for (const path of ['/api', '/api/v2/customers', '/api/v1/zzz']) {
    const answer = await send('GET', path, undefined, { Accept: 'application/json' })
    expect([path, answer.status, answer.code]).toEqual([path, 404, 'not_found'])
  }
})

it('refuses a forged cursor in every list that has pages', async () => {
  const { paths } = JSON.parse((await send('GET', '/api/v1/openapi.json')).body) as {
    paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>
  }
  const lists = Object.entries(paths).filter(
    ([path, { get }]) => !path.includes('{') && get?.parameters?.some(({ name }) => name === 'cursor'),
  )
  expect(lists.length).toBeGreaterThan(8)
  const forged = [['2020', 'zz'], ['2020'], ['zz'], [1e30], ['a\u0000', 'b'], [1.5, 'x', 'y']]
  for (const [path] of lists)
    for (const keys of [...forged.map((one) => JSON.stringify(one)), '[1e999]', '[null,null]', '{']) {
      const cursor = Buffer.from(keys).toString('base64url')
      const answer = await send('GET', `/api/v1${path}?cursor=${cursor}`, undefined, {
        Authorization: `Bearer ${product.apiKey}`,
      })
      expect([path, keys, answer.status, answer.code]).toEqual([path, keys, 400, 'invalid_input'])
    }
})

it('refuses a year that the stores do not know wherever a day or a moment is asked for', async () => {
  const { paths } = JSON.parse((await send('GET', '/api/v1/openapi.json')).body) as {
    paths: Record<string, Record<string, { parameters?: { name: string; schema: { format?: string } }[] }>>
  }
  const id = crypto.randomUUID()
  const asked = Object.entries(paths).flatMap(([path, { get }]) =>
    (get?.parameters ?? [])
      .filter(({ schema: { format } }) => format === 'date' || format === 'date-time')
      .map(({ name, schema: { format } }) => ({ path: path.replace('{id}', id), name, format })),
  )
  expect(asked.length).toBeGreaterThan(8)
  for (const { path, name, format } of asked)
    for (const day of ['0000-01-01', '9999-12-31']) {
      const address = `${path}?${name}=${day}${format === 'date' ? '' : 'T00:00:00Z'}`
      const answer = await send('GET', `/api/v1${address}`, undefined, {
        Authorization: `Bearer ${product.apiKey}`,
      })
      expect([address, answer.status, answer.code]).toEqual([address, 400, 'invalid_input'])
    }
})

it('refuses a name of a trait that leads nowhere', async () => {
  const headers = { Authorization: `Bearer ${product.apiKey}` }
  for (const name of ['..%2f..', 'a..b', '.a', 'a%60b'])
    expect(await send('GET', `/api/v1/traits/${name}/values`, undefined, headers)).toMatchObject({
      status: 400,
      code: 'invalid_input',
    })
})

it('has lost nothing: whatever was answered with 200 is counted, waits in quarantine, or was a repeat', async () => {
  await drained(product)
  const { items } = await product.api<{ items: { outcome: string; count: number }[] }>(
    'GET',
    '/ingest/outcomes',
  )
  const total = items
    .filter(({ outcome }) => ['ok', 'quarantined', 'dropped'].includes(outcome))
    .reduce((sum, { count }) => sum + count, 0)
  expect(total).toBeGreaterThanOrEqual(accepted)
  expect(total).toBeLessThanOrEqual(accepted + repeatsMax)
  const health = await send('GET', '/health')
  expect([health.status, JSON.parse(health.body)]).toMatchObject([200, { status: 'ok', lastError: null }])
})
