import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Permission } from '@rapport/contract'
import { permissions } from '@rapport/contract'
import { copyPostgresFolder } from './broker'
import { createDataDir, type RapportOptions, type RunningRapport, spawnRapport } from './process'

export const owner = { email: 'owner@example.com', password: 'correct horse battery 9' }

export interface Product {
  readonly rapport: RunningRapport
  readonly dataDir: string
  readonly workspaceId: string
  readonly writeKey: string
  readonly apiKey: string
  /** Calls the API with the API key; throws the problem when it is refused. */
  api<R>(method: string, path: string, body?: unknown): Promise<R>
  /** Bytes of memory that the process holds now. */
  memory(): Promise<number>
  remove(): Promise<void>
}

/** The built product on a folder of its own, with an owner, a write key and an API key that may do everything. */
export async function startProduct(options: Partial<RapportOptions> = {}): Promise<Product> {
  const { path: dataDir, remove } = await createDataDir()
  await copyPostgresFolder(join(dataDir, 'postgres'))
  const env = {
    RAPPORT_OWNER_EMAIL: owner.email,
    RAPPORT_OWNER_PASSWORD: owner.password,
    RAPPORT_ALLOW_PRIVATE_ADDRESSES: '1',
    ...options.env,
  }
  const rapport = await spawnRapport({ ...options, dataDir, env })
  const token = (await readFile(join(dataDir, 'run', 'cli-token'), 'utf8')).trim()
  const { items } = await call<{ items: { id: string }[] }>(
    `${rapport.url}/api/internal/cli/workspaces`,
    token,
    'GET',
  )
  const workspaceId = items[0]?.id ?? ''
  const key = async (kind: 'write' | 'api', scopes: readonly Permission[]) =>
    (
      await call<{ secret: string }>(
        `${rapport.url}/api/internal/keys`,
        token,
        'POST',
        { kind, name: `test ${kind}`, scopes },
        workspaceId,
      )
    ).secret
  const [writeKey, apiKey] = [await key('write', []), await key('api', permissions)]
  return {
    rapport,
    dataDir,
    workspaceId,
    writeKey,
    apiKey,
    api: (method, path, body) => call(`${rapport.url}/api/v1${path}`, apiKey, method, body),
    memory: () => residentBytes(rapport.pid),
    remove: async () => {
      await rapport.stop()
      await remove()
    },
  }
}

async function call<R>(
  url: string,
  token: string,
  method: string,
  body?: unknown,
  workspaceId?: string,
): Promise<R> {
  const answer = await fetch(url, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      ...(workspaceId && { 'Rapport-Workspace': workspaceId }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}: ${text}`)
  return (text === '' ? null : JSON.parse(text)) as R
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024
}
