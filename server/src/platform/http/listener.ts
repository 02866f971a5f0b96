import { createServer, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import type { Problem } from '@rapport/contract'
import { Failure } from '../../kernel/failure'
import { presentProblem } from './problem'

export interface ListenerOptions {
  readonly host: string
  /** How long the headers of a request, and any stretch of its body, may take to arrive. */
  readonly requestTimeoutMs: number
}

/** Longer than the minute that proxies in front keep an idle connection, so that they close first and lose no request. */
const keepAliveMs = 65_000
/** The longest upload, start to end; how slowly a body may come is `bodyPieces`' business. */
const wholeRequestMs = 60 * 60_000
/** What is being answered when the end is asked for gets this long. */
const closeGraceMs = 5_000

type Handle = (request: Request, env: object) => Response | Promise<Response>

/** A server that answers even what never becomes a request with problem+json, and that no connection can hold up. */
export function createHttpServer(handle: Handle, { host, requestTimeoutMs }: ListenerOptions): Server {
  const listener = getRequestListener((request, env) => handle(request, { ...env, requestTimeoutMs }), {
    hostname: host,
    errorHandler: unreadable,
  })
  const server = createServer({
    headersTimeout: requestTimeoutMs,
    requestTimeout: Math.max(wholeRequestMs, requestTimeoutMs),
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: Math.min(requestTimeoutMs, 5_000),
  })
  const answers = new WeakMap<Duplex, ServerResponse>()
  server.on('request', (incoming, outgoing) => {
    answers.set(incoming.socket, outgoing)
    void listener(incoming, outgoing)
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const isAnswering = answers.get(socket)?.headersSent && !answers.get(socket)?.writableFinished
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering) socket.destroy()
    else socket.end(rawAnswer(connectionProblem(error.code ?? '')))
  })
  return server
}

/** Takes no more, lets what is being answered finish, and then cuts what is left. */
export function closeHttpServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), closeGraceMs)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    server.closeIdleConnections()
  })
}

/** A host or an address that is none. */
function unreadable(): Response {
  const failure = new Failure('invalid_input', 'the address or the Host header cannot be read', {
    code: 'malformed_request',
  })
  return new Response(JSON.stringify(presentProblem(failure)), {
    status: 400,
    headers: { 'Content-Type': 'application/problem+json' },
  })
}

/** Why Node gave a connection up, in words and with a code. */
function connectionProblem(nodeCode: string): Problem {
  switch (nodeCode) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return problem(408, 'request_timeout', 'the request did not arrive whole in time')
    case 'HPE_HEADER_OVERFLOW':
      return problem(431, 'headers_too_large', 'the address and the headers together are larger than 16 KB')
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return problem(413, 'too_large', 'the chunk extensions of the body are too large')
    default:
      return problem(400, 'malformed_request', 'this is not an HTTP request')
  }
}

function problem(status: number, code: string, detail: string): Problem {
  return {
    type: `https://rapport.dev/problems/${code}`,
    title: code.replaceAll('_', ' '),
    status,
    code,
    detail,
  }
}

function rawAnswer(body: Problem): string {
  const text = JSON.stringify(body)
  return [
    `HTTP/1.1 ${body.status} ${body.title}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
    '',
    text,
  ].join('\r\n')
}
