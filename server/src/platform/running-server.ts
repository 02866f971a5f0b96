import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Endpoint, Input, Output, Problem } from '@rapport/contract'
import type { z } from 'zod'
import { Failure, type FailureCode, failureCodes } from '../kernel/failure'

type Shape = z.ZodType | undefined

export interface CallOptions<P extends Shape, Q extends Shape, B extends Shape> {
  readonly params?: Input<P>
  readonly query?: Input<Q>
  readonly body?: Input<B>
  /** Id or short name; the only workspace when left out. */
  readonly workspace?: string
}

export interface RunningServer {
  readonly url: string
  /** Calls an endpoint as the command line, which may do everything. The server's problem becomes a Failure. */
  call<P extends Shape, Q extends Shape, B extends Shape, R extends Shape>(
    endpoint: Endpoint<P, Q, B, R>,
    options?: CallOptions<NoInfer<P>, NoInfer<Q>, NoInfer<B>>,
  ): Promise<Output<R>>
  /** The same for bytes: sends `body` as it is and hands back the whole answer. */
  send(path: string, init: RequestInit & { workspace?: string }): Promise<Response>
}

/** Where the running server's own door for the command line is. */
const door = '/api/internal'

/** The server that holds the data folder, known by the files that it wrote there at its start. */
export async function connectRunningServer(dataDir: string): Promise<RunningServer> {
  const { url, token } = await readRunFiles(dataDir)

  const send: RunningServer['send'] = async (path, { workspace, headers, ...init }) => {
    const named = new Headers(headers)
    named.set('Authorization', `Bearer ${token}`)
    if (workspace) named.set('Rapport-Workspace', workspace)
    const request = { ...init, headers: named }
    const response = await fetch(`${url}${door}${path}`, request).catch(() =>
      Promise.reject(notRunning(dataDir)),
    )
    if (!response.ok) throw await failureOf(response)
    return response
  }

  return {
    url,
    send,
    async call<P extends Shape, Q extends Shape, B extends Shape, R extends Shape>(
      endpoint: Endpoint<P, Q, B, R>,
      options: CallOptions<NoInfer<P>, NoInfer<Q>, NoInfer<B>> = {},
    ) {
      const response = await send(pathOf(endpoint as Endpoint, options), {
        method: endpoint.method,
        workspace: options.workspace,
        ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      })
      const text = await response.text()
      return (text ? JSON.parse(text) : undefined) as Output<R>
    },
  }
}

async function readRunFiles(dataDir: string): Promise<{ url: string; token: string }> {
  const run = join(dataDir, 'run')
  try {
    const token = (await readFile(join(run, 'cli-token'), 'utf8')).trim()
    const { url } = JSON.parse(await readFile(join(run, 'server.json'), 'utf8')) as { url: string }
    return { url: url.replace('//0.0.0.0', '//127.0.0.1').replace('//[::]', '//[::1]'), token }
  } catch {
    throw notRunning(dataDir)
  }
}

function notRunning(dataDir: string): Failure {
  return new Failure(
    'unavailable',
    `no Rapport is running on the data folder ${dataDir}; start it with \`rapport start\`, or name its folder in RAPPORT_DATA_DIR`,
    { code: 'not_running' },
  )
}

function pathOf(endpoint: Endpoint, { params, query }: { params?: unknown; query?: unknown }): string {
  const named = (params ?? {}) as Record<string, unknown>
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(named[name])))
  const said = Object.entries((query ?? {}) as Record<string, unknown>).filter(
    ([, value]) => value !== undefined,
  )
  const search = new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString()
  return search ? `${path}?${search}` : path
}

async function failureOf(response: Response): Promise<Failure> {
  const problem = (await response.json().catch(() => null)) as Problem | null
  const code = (Object.keys(failureCodes) as FailureCode[]).find(
    (one) => failureCodes[one].status === response.status,
  )
  return new Failure(code ?? 'internal', problem?.detail ?? `the server answered ${response.status}`, {
    ...problem?.details,
    code: problem?.code ?? code,
  })
}
