import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { runRapport } from '../../../../../test/harness/command'
import { createDataDir, createMigratedDataDir, spawnRapport } from '../../../../../test/harness/process'
import { owner, type Product, startProduct } from '../../../../../test/harness/product'

// each command is a process of its own, and a busy machine starts them slowly
vi.setConfig({ testTimeout: 240_000 })

let product: Product
beforeAll(async () => {
  product = await startProduct()
}, 240_000)
afterAll(() => product.remove())

/** Runs a command as a person would type it. */
const rapport = (words: string[], { dataDir = product.dataDir, input = '', env = {} } = {}) =>
  runRapport(words, { RAPPORT_DATA_DIR: dataDir, ...env }, input)

const ask = (path: string, init: RequestInit = {}) => fetch(`${product.rapport.url}/api/v1${path}`, init)
const signIn = (email: string, password: string) =>
  ask('/session', { method: 'POST', body: JSON.stringify({ email, password }) })

describe('rapport key', () => {
  test('creates a key that works, alone on standard output', async () => {
    const made = await rapport([
      'key',
      'create',
      '--kind',
      'api',
      '--name',
      'ERP',
      '--scopes',
      'settings:read',
    ])
    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^rpk_\S+\n$/) })
    expect(made.err).toContain('“ERP”')
    const headers = { Authorization: `Bearer ${made.out.trim()}` }
    expect((await ask('/workspace', { headers })).status).toBe(200)
    expect((await ask('/members', { headers })).status).toBe(403)
  })

  test('creates a write key that the tracking API takes', async () => {
    const made = await rapport(['key', 'create', '--kind=write', '--json'])
    const { key, secret } = JSON.parse(made.out)
    expect(key).toMatchObject({ kind: 'write', scopes: [] })
    const sent = await fetch(`${product.rapport.url}/v1/track`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`${secret}:`)}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ userId: 'u1', event: 'Signed Up' }),
    })
    expect(sent.status).toBe(200)
  })

  test('refuses a write key under a name that makes its events look like the product’s own', async () => {
    for (const name of ['rapport', ' Rapport ', 'computed_traits']) {
      const made = await rapport(['key', 'create', '--kind', 'write', '--name', name])
      expect(made).toMatchObject({ code: 1, out: '', err: expect.stringContaining('keeps for itself') })
      const refused = product.api('POST', '/keys', { kind: 'write', name })
      await expect(refused).rejects.toThrow(/400.*"path":"name"/)
    }
    expect((await rapport(['key', 'create', '--kind', 'api', '--name', 'rapport'])).code).toBe(0)
  })

  test('lists keys and revokes one by its id', async () => {
    const { out } = await rapport(['key', 'create', '--kind', 'api', '--name', 'To revoke', '--json'])
    const { key, secret } = JSON.parse(out)
    const revoked = await rapport(['key', 'revoke', key.id])
    expect(revoked).toMatchObject({
      code: 0,
      out: expect.stringContaining('Revoked the api key “To revoke”'),
    })
    expect((await ask('/workspace', { headers: { Authorization: `Bearer ${secret}` } })).status).toBe(401)
    const list = await rapport(['key', 'list', '--kind', 'api'])
    expect(list.out).toMatch(/KIND +NAME +STATE/)
    expect(list.out).toMatch(/To revoke +revoked/)
    expect(list.out).not.toContain('write')
    expect((await rapport(['key', 'revoke', 'nothing'])).err).toContain('no keys are called nothing')
  })

  test('refuses what makes no sense, in one line', async () => {
    const scopes = await rapport(['key', 'create', '--kind', 'api', '--scopes', 'customers:fly'])
    expect(scopes).toMatchObject({ code: 1, out: '' })
    expect(scopes.err).toMatch(/^rapport: there is no permission or role “customers:fly”[^\n]*\n$/)
    const place = await rapport(['key', 'list', '--workspace', 'elsewhere'])
    expect(place).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^rapport: there is no workspace elsewhere; /),
    })
  })
})

describe('rapport user', () => {
  test('creates a person with a password from standard input', async () => {
    const words = ['user', 'create', 'Wang@shop.test', '--role', 'operator', '--password-stdin']
    expect(await rapport(words, { input: 'a good long password\n' })).toMatchObject({ code: 0 })
    expect((await signIn('wang@shop.test', 'a good long password')).status).toBe(200)
    const again = await rapport(words, { input: 'a good long password\n' })
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('has an account') })
  })

  test('creates a person with a link to set a password', async () => {
    const made = JSON.parse(
      (await rapport(['user', 'create', 'li@shop.test', '--name', '李梅', '--json'])).out,
    )
    const token = new URL(made.link).searchParams.get('token')
    const body = JSON.stringify({ token, password: 'set by the link' })
    expect((await ask('/password-resets/redeem', { method: 'POST', body })).status).toBe(200)
    expect((await signIn('li@shop.test', 'set by the link')).status).toBe(200)
    const list = (await rapport(['user', 'list'])).out
    expect(list).toMatch(/li@shop\.test +李梅 +\S+: viewer +set/)
    expect(list).toContain(`${owner.email}`)
  })

  test('invites, and resets a password', async () => {
    const invited = await rapport(['user', 'invite', 'new@shop.test', '--role', 'analyst'])
    expect(invited.out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/invitation\?token=\S+\n$/)
    const reset = await rapport(['user', 'reset-password', owner.email])
    expect(reset.out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/reset\?token=\S+\n$/)
    expect((await rapport(['user', 'reset-password', 'nobody@shop.test'])).err).toBe(
      'rapport: the user nobody@shop.test does not exist\n',
    )
  })
})

test('help says what each command is for', async () => {
  const { out } = await rapport(['key', 'create', '--help'])
  for (const words of ['--kind', 'write', 'api', '--scopes', '--expires', '--json', 'only its hash is kept'])
    expect(out).toContain(words)
  expect((await rapport(['user', '--help'])).out).toContain('reset-password')
})

test('help is plain text where no terminal shows it', async () => {
  for (const words of [['--help'], ['key', 'list', '--help'], ['key']]) {
    const { out } = await rapport(words, { env: { NO_COLOR: '' } })
    expect(out).toContain('USAGE')
    expect(out).not.toContain('\u001b')
  }
})

test('without any workspace, and with several, a command says what to do', async () => {
  const empty = await createMigratedDataDir()
  const fresh = await spawnRapport({ dataDir: empty.path })
  const none = await rapport(['key', 'list'], { dataDir: empty.path })
  expect(none.err).toMatch(/^rapport: there is no workspace yet: open the first-login link/)
  const token = /setup\?token=(\S+)/.exec(fresh.output())?.[1]
  const setup = JSON.stringify({ token, name: 'Li', ...owner, workspaceName: 'First' })
  const made = await fetch(`${fresh.url}/api/v1/setup`, { method: 'POST', body: setup })
  const headers = { Cookie: made.headers.get('Set-Cookie') ?? '', 'Rapport-Workspace': 'none' }
  await fetch(`${fresh.url}/api/v1/workspaces`, { method: 'POST', headers, body: '{"name":"Second"}' })
  const several = await rapport(['key', 'list'], { dataDir: empty.path })
  expect(several.err).toBe(
    'rapport: say which workspace with --workspace; there are: first (First), second (Second)\n',
  )
  expect((await rapport(['key', 'list', '-w', 'second'], { dataDir: empty.path })).code).toBe(0)
  await fresh.stop()
  await empty.remove()
})

test('without a running server a command says so and how to start one', async () => {
  const { path, remove } = await createDataDir()
  const { code, err } = await rapport(['key', 'list'], { dataDir: path })
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/^rapport: no Rapport is running on the data folder/),
  ])
  await remove()
})

test('the command line’s door is closed to everybody without the token, which its owner alone can read', async () => {
  for (const headers of [undefined, { Authorization: 'Bearer guessed' }]) {
    const answer = await fetch(`${product.rapport.url}/api/internal/cli/users`, { headers })
    expect(answer.status).toBe(401)
  }
  expect((await stat(join(product.dataDir, 'run', 'cli-token'))).mode & 0o777).toBe(0o600)
})
