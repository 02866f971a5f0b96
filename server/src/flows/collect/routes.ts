import { type Context, Hono } from 'hono'
import { Failure } from '../../kernel/failure'
import type { MessageType } from '../../modules/events'
import type { Clock, NewId } from '../../platform/clock'
import { notAllowed, notHere, problemResponse } from '../../platform/http'
import type { Log } from '../../platform/log'
import type { Ingest } from '../ingest'
import { decodeBody } from './decode'

/** Messages in one batch: Segment's clients send at most 2,500. */
const batchMessagesMax = 5_000
/** The pipeline may fall this many entries behind before senders are asked to wait. */
const lagEntriesMax = 200_000
const lagCheckMs = 1_000

export interface WriteKeyOwner {
  readonly workspaceId: string
  readonly sourceName: string
}

export interface CollectDeps {
  readonly ingest: Ingest
  readonly resolveWriteKey: (key: string) => Promise<WriteKeyOwner | null>
  readonly now: Clock
  readonly newId: NewId
  readonly log: Log
}

/** Paths of single calls: the long names, and the short ones of Segment's browser client. */
const singlePaths: Readonly<Record<string, MessageType>> = {
  identify: 'identify',
  track: 'track',
  page: 'page',
  screen: 'screen',
  group: 'group',
  alias: 'alias',
  i: 'identify',
  t: 'track',
  p: 'page',
  s: 'screen',
  g: 'group',
  a: 'alias',
}

const batchPaths = ['/v1/batch', '/v1/b', '/v1/import', '/beacon/v1/batch']

/** The tracking API under /v1, as the Segment spec has it. Answers 200 only when the messages are on disk. */
export function collectRoutes(deps: CollectDeps): Hono {
  const app = new Hono()
  const lag = createLagGuard(deps)
  app.onError((error, c) => withCors(c, problemResponse(c, error, deps.log)))
  app.options('*', (c) => withCors(c, new Response(null, { status: 204 })))

  for (const [path, type] of Object.entries(singlePaths)) {
    app.post(`/v1/${path}`, async (c) => {
      const body = await decodeBody(c)
      return receive(c, deps, lag, { body, raws: [body], type })
    })
  }
  for (const path of batchPaths) {
    app.post(path, async (c) => {
      const body = await decodeBody(c)
      return receive(c, deps, lag, { body, raws: batchOf(body), isImport: path === '/v1/import' })
    })
  }
  app.post('/v1/m', (c) => withCors(c, c.json({ success: true }))) // the client's own metrics: taken and not kept
  app.get('/v1/projects/:key/settings', async (c) =>
    withCors(c, c.json(segmentSettings(c, await ownerOf(deps, c.req.param('key'))))),
  )
  app.get('/sourceConfig', async (c) =>
    withCors(c, c.json(rudderSourceConfig(c, await ownerOf(deps, writeKeyOf(c, null))))),
  )
  app.get('/sourceConfig/', async (c) =>
    withCors(c, c.json(rudderSourceConfig(c, await ownerOf(deps, writeKeyOf(c, null))))),
  )
  for (const path of [...Object.keys(singlePaths).map((name) => `/v1/${name}`), ...batchPaths])
    app.all(path, (c) => notAllowed(c, ['POST', 'OPTIONS']))
  app.all('*', notHere)
  return app
}

interface Received {
  readonly body: unknown
  readonly raws: readonly unknown[]
  readonly type?: MessageType
  readonly isImport?: boolean
}

async function receive(
  c: Context,
  deps: CollectDeps,
  lag: () => Promise<void>,
  { body, raws, type, isImport }: Received,
): Promise<Response> {
  const owner = await ownerOf(deps, writeKeyOf(c, body))
  await lag()
  const sentAt = isRecord(body) ? body.sentAt : undefined
  const reception = { receivedAt: deps.now(), sentAt, type, isImport, newId: deps.newId }
  await deps.ingest.accept(
    owner.workspaceId,
    owner.sourceName,
    raws.map((raw) => withoutEnvelope(raw)),
    reception,
  )
  return withCors(c, c.json({ success: true }))
}

function batchOf(body: unknown): readonly unknown[] {
  const batch = isRecord(body) ? body.batch : body
  if (!Array.isArray(batch))
    throw new Failure('invalid_input', 'a batch needs the list `batch`', { code: 'missing_batch' })
  if (batch.length > batchMessagesMax) {
    throw new Failure(
      'too_large',
      `a batch holds at most ${batchMessagesMax} messages, this one ${batch.length}`,
      { code: 'too_many_messages' },
    )
  }
  return batch
}

/** Single calls carry the key beside the message; it is not kept. */
function withoutEnvelope(raw: unknown): unknown {
  if (!isRecord(raw) || !('writeKey' in raw)) return raw
  const { writeKey: _, ...message } = raw
  return message
}

async function ownerOf(deps: CollectDeps, key: string | null): Promise<WriteKeyOwner> {
  const owner = key ? await deps.resolveWriteKey(key) : null
  if (!owner)
    throw new Failure(
      'unauthenticated',
      'the write key is missing or not valid: send it as the user name of Basic auth or as writeKey',
      { code: 'invalid_write_key' },
    )
  return owner
}

function writeKeyOf(c: Context, body: unknown): string | null {
  const [scheme, credentials] = (c.req.header('Authorization') ?? '').split(' ')
  if (scheme?.toLowerCase() === 'basic' && credentials) {
    const [user] = Buffer.from(credentials, 'base64').toString().split(':')
    if (user) return user
  }
  const inBody = isRecord(body) ? (body.writeKey ?? firstKey(body.batch)) : undefined
  return typeof inBody === 'string' ? inBody : (c.req.query('writeKey') ?? null)
}

function firstKey(batch: unknown): unknown {
  const first: unknown = Array.isArray(batch) ? batch[0] : undefined
  return isRecord(first) ? first.writeKey : undefined
}

/** Any page may send: the write key says where to, and nothing can be read with it. */
function withCors(c: Context, response: Response): Response {
  response.headers.set('Access-Control-Allow-Origin', c.req.header('Origin') ?? '*')
  response.headers.set('Access-Control-Allow-Methods', 'GET, POST, OPTIONS')
  response.headers.set(
    'Access-Control-Allow-Headers',
    c.req.header('Access-Control-Request-Headers') ?? 'Content-Type, Authorization',
  )
  response.headers.set('Access-Control-Allow-Credentials', 'true')
  response.headers.set('Access-Control-Max-Age', '86400')
  response.headers.append('Vary', 'Origin')
  return response
}

/** What Segment's browser client asks for first: where to send. */
function segmentSettings(c: Context, _owner: WriteKeyOwner) {
  const { host, protocol } = new URL(c.req.url)
  const enabled = { __default: { enabled: true, integrations: {} } }
  return {
    integrations: {
      'Segment.io': {
        apiKey: c.req.param('key'),
        apiHost: `${host}/v1`,
        protocol: protocol.replace(':', ''),
        unbundledIntegrations: [],
        addBundledMetadata: true,
        maybeBundledConfigIds: {},
        versionSettings: { version: '4.4.7', componentTypes: ['browser'] },
      },
    },
    plan: { track: enabled, identify: enabled, group: enabled },
    edgeFunction: {},
    analyticsNextEnabled: true,
    middlewareSettings: {},
    enabledMiddleware: {},
    metrics: { sampleRate: 0 },
    legacyVideoPluginsEnabled: false,
    remotePlugins: [],
  }
}

/** What RudderStack's browser client asks for first: no destinations on the device, everything to us. */
function rudderSourceConfig(c: Context, owner: WriteKeyOwner) {
  const writeKey = c.req.query('writeKey') ?? ''
  return {
    source: {
      id: owner.sourceName,
      name: owner.sourceName,
      writeKey,
      enabled: true,
      workspaceId: owner.workspaceId,
      config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
      connections: [],
      destinations: [],
      dataplanes: {},
      sourceDefinition: { name: 'Javascript' },
    },
    updatedAt: '2026-01-01T00:00:00.000Z',
  }
}

/** Asks senders to come again later when the pipeline is far behind: what they hold is safer there than piled up here. */
function createLagGuard({ ingest, now }: CollectDeps): () => Promise<void> {
  let checkedMs = 0
  let isFarBehind = false
  return async () => {
    const nowMs = now().getTime()
    if (nowMs - checkedMs > lagCheckMs) {
      checkedMs = nowMs
      const { position, head } = await ingest.status()
      isFarBehind = head - position > lagEntriesMax
    }
    if (isFarBehind)
      throw new Failure('rate_limited', 'the pipeline is behind: send again in a minute', {
        retryAfterSeconds: 60,
      })
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
