import type { Endpoint, Input, Output } from '@rapport/contract'
import type { z } from 'zod'
import { asProblem, problemOf } from './api-problem'
import { createRepeats } from './repeats'

type Shape = z.ZodType | undefined

export interface CallOptions<P extends Shape, Q extends Shape, B extends Shape> {
  readonly params?: Input<P>
  readonly query?: Input<Q>
  readonly body?: Input<B>
  readonly signal?: AbortSignal
  /** Makes a repeat of the same call answer what the first did. */
  readonly idempotencyKey?: string
}

const base = '/api/v1'
let workspaceId: string | null = null
let onSignedOut: () => void = () => undefined
const joinRepeat = createRepeats()

/** Every later call is made in this workspace. */
export function setApiWorkspace(id: string | null): void {
  workspaceId = id
}

/** What to do when the server says that nobody is signed in. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener
}

/**
 * Calls an endpoint of the contract. Throws ApiProblem for every answer but success, also when there is none. A change
 * that is asked for twice at once, as by a double click, is made once.
 */
export function call<P extends Shape, Q extends Shape, B extends Shape, R extends Shape>(
  endpoint: Endpoint<P, Q, B, R>,
  options: CallOptions<NoInfer<P>, NoInfer<Q>, NoInfer<B>> = {},
): Promise<Output<R>> {
  const { method, access } = endpoint
  const read = async () => {
    const response = await send(endpoint as Endpoint, options)
    return (response.status === 204 ? undefined : await response.json()) as Output<R>
  }
  // Who may only read changes nothing, whatever the method; what can be aborted belongs to one caller alone.
  const isQuestion = method === 'GET' || access.endsWith(':read') || options.signal !== undefined
  if (isQuestion) return read()
  const address = addressOf(endpoint as Endpoint, options)
  return joinRepeat(JSON.stringify([workspaceId, method, address, options.body]), read)
}

/** Calls an endpoint that answers bytes and hands them to the browser as a file. */
export async function download<P extends Shape, Q extends Shape, B extends Shape, R extends Shape>(
  endpoint: Endpoint<P, Q, B, R>,
  options: CallOptions<NoInfer<P>, NoInfer<Q>, NoInfer<B>>,
  fileName: string,
): Promise<void> {
  const response = await send(endpoint as Endpoint, options)
  saveAs(await response.blob(), fileName)
}

/** Sends bytes (a file) to an endpoint that reads them, telling how far it is (0 to 1). */
export function upload<P extends Shape, Q extends Shape, B extends Shape, R extends Shape>(
  endpoint: Endpoint<P, Q, B, R>,
  bytes: Blob,
  options: CallOptions<NoInfer<P>, NoInfer<Q>, undefined>,
  onProgress: (done: number) => void = () => undefined,
): Promise<Output<R>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(endpoint.method, addressOf(endpoint as Endpoint, options))
    for (const [name, value] of Object.entries(headersOf(options))) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onerror = () => reject(asProblem(new TypeError('network')))
    request.onload = () => {
      const answer = new Response(request.status === 204 ? null : request.responseText, {
        status: request.status,
      })
      void (answer.ok ? answer.json().then(resolve) : problemOf(answer).then(reject))
    }
    request.send(bytes)
  })
}

/** The address of an endpoint, for links and downloads that the browser follows itself. */
export function addressOf(endpoint: Endpoint, options: { params?: unknown; query?: unknown } = {}): string {
  const params = (options.params ?? {}) as Record<string, unknown>
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  )
  const search = searchOf((options.query ?? {}) as Record<string, unknown>)
  return `${base}${path}${search && `?${search}`}`
}

async function send(
  endpoint: Endpoint,
  options: {
    params?: unknown
    query?: unknown
    body?: unknown
    signal?: AbortSignal
    idempotencyKey?: string
  },
): Promise<Response> {
  const hasBody = options.body !== undefined
  const response = await fetch(addressOf(endpoint, options), {
    method: endpoint.method,
    headers: { ...headersOf(options), ...(hasBody && { 'Content-Type': 'application/json' }) },
    credentials: 'same-origin',
    signal: options.signal,
    ...(hasBody && { body: JSON.stringify(options.body) }),
  }).catch((error: unknown) => {
    throw options.signal?.aborted ? error : asProblem(error)
  })
  if (response.ok) return response
  if (response.status === 401 && endpoint.access !== 'public') onSignedOut()
  throw await problemOf(response)
}

function headersOf({ idempotencyKey }: { idempotencyKey?: string }): Record<string, string> {
  return {
    Accept: 'application/json',
    'Rapport-Workspace': workspaceId ?? 'none',
    ...(idempotencyKey && { 'Idempotency-Key': idempotencyKey }),
  }
}

function searchOf(query: Record<string, unknown>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one))
  }
  return search.toString()
}

/** Hands bytes to the browser as a file. */
export function saveAs(blob: Blob, fileName: string): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  URL.revokeObjectURL(address)
}
