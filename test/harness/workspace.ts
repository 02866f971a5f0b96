import { randomBytes } from 'node:crypto'
import { askBroker } from './broker'
import { call, callWithCookies, machineOf } from './product'

/** A workspace of a running product, with an owner who is in no other one. */
export interface TestWorkspace {
  /** Where its product listens. */
  readonly url: string
  readonly id: string
  readonly owner: { readonly email: string; readonly password: string }
  /** The session in which the owner is signed in, as browsers take it. */
  readonly session: { readonly name: string; readonly value: string; readonly url: string }
  readonly apiKey: string
  /** Calls the API with the API key, which may do everything; throws the problem when it is refused. */
  api<R>(method: string, path: string, body?: unknown): Promise<R>
}

const workspaceName = '山岚茶器'
const ownerName = '林晓燕'

/**
 * A new, empty workspace in the product that this test run shares, for one caller alone: test files run at the same time
 * and see nothing of one another.
 */
export async function openWorkspace(): Promise<TestWorkspace> {
  const { url, dataDir } = JSON.parse(await askBroker('/product')) as { url: string; dataDir: string }
  const machine = await machineOf(url, dataDir)
  const owner = {
    email: `owner-${randomBytes(4).toString('hex')}@example.com`,
    password: 'correct horse battery 9',
  }
  // Only who is in some workspace may make another one.
  const first = await machine.firstWorkspace()
  await machine.createOwner(first, { ...owner, name: ownerName })
  const session = await sessionOf(url, owner)
  const cookie = `${session.name}=${session.value}`
  const own = (method: string, path: string, workspaceId: string, body?: unknown) =>
    call<{ id: string }>(`${url}/api/v1${path}`, { method, cookie, workspaceId, body })
  const { id } = await own('POST', '/workspaces', first, { name: workspaceName })
  await own('DELETE', '/me/membership', first)
  await own('PATCH', '/workspace', id, { startedWith: 'empty' })
  const { apiKey } = await machine.keysOf(id)
  return {
    url,
    id,
    owner,
    session,
    apiKey,
    api: (method, path, body) => call(`${url}/api/v1${path}`, { token: apiKey, method, body }),
  }
}

async function sessionOf(url: string, owner: TestWorkspace['owner']): Promise<TestWorkspace['session']> {
  const { cookies } = await callWithCookies(`${url}/api/v1/session`, { method: 'POST', body: owner })
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookies[0] ?? '') ?? []
  return { name, value, url }
}
