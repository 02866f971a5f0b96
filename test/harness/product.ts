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
  const machine = await machineOf(rapport.url, dataDir)
  const workspaceId = await machine.firstWorkspace()
  const keys = await machine.keysOf(workspaceId)
  return {
    rapport,
    dataDir,
    workspaceId,
    ...keys,
    api: (method, path, body) => call(`${rapport.url}/api/v1${path}`, { token: keys.apiKey, method, body }),
    memory: () => residentBytes(rapport.pid),
    remove: async () => {
      await rapport.stop()
      await remove()
    },
  }
}

/** What the command line may do on the machine where a product runs, which it knows by a file in the data folder. */
export async function machineOf(url: string, dataDir: string) {
  const token = (await readFile(join(dataDir, 'run', 'cli-token'), 'utf8')).trim()
  const ask = <R>(method: string, path: string, workspaceId?: string, body?: unknown) =>
    call<R>(`${url}/api/internal${path}`, { token, method, body, workspaceId })
  const keyOf = async (workspaceId: string, kind: 'write' | 'api', scopes: readonly Permission[]) => {
    const order = { kind, name: `test ${kind}`, scopes }
    return (await ask<{ secret: string }>('POST', '/keys', workspaceId, order)).secret
  }
  return {
    firstWorkspace: async () => {
      const { items } = await ask<{ items: { id: string }[] }>('GET', '/cli/workspaces')
      return items[0]?.id ?? ''
    },
    /** Makes a user who is an owner of the workspace. */
    createOwner: (workspaceId: string, user: typeof owner & { name: string }) =>
      ask('POST', '/cli/users', workspaceId, { ...user, role: 'owner' }),
    /** A write key and an API key that may do everything. */
    keysOf: async (workspaceId: string) => ({
      writeKey: await keyOf(workspaceId, 'write', []),
      apiKey: await keyOf(workspaceId, 'api', permissions),
    }),
  }
}

interface Call {
  readonly method: string
  /** Of a key or of the command line; without it the call names nobody. */
  readonly token?: string
  readonly cookie?: string
  readonly workspaceId?: string
  readonly body?: unknown
}

/** Calls a running product and gives back what it answers; throws the problem when it refuses. */
export async function call<R>(url: string, order: Call): Promise<R> {
  return (await callWithCookies<R>(url, order)).answer
}

/** As `call`, with the cookies that came along. */
export async function callWithCookies<R>(
  url: string,
  { method, token, cookie, workspaceId, body }: Call,
): Promise<{ answer: R; cookies: string[] }> {
  const answer = await fetch(url, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(cookie && { Cookie: cookie }),
      ...(workspaceId && { 'Rapport-Workspace': workspaceId }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}: ${text}`)
  return { answer: (text === '' ? null : JSON.parse(text)) as R, cookies: answer.headers.getSetCookie() }
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024
}
