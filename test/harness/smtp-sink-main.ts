/**
 * The mail sink as a process of its own, so that it outlives a program that a test kills:
 *
 *     tsx test/harness/smtp-sink-main.ts --port 2525 --control 2526 [--ledger FILE] [--rules JSON]
 *
 * `GET /counts` on the control port answers the counts as JSON, `PUT /rules` replaces the rules.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { startSmtpSink } from './smtp-sink'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    control: { type: 'string', default: '0' },
    ledger: { type: 'string' },
    rules: { type: 'string', default: '[]' },
  },
})

const sink = await startSmtpSink({
  port: Number(values.port),
  ledger: values.ledger,
  rules: JSON.parse(values.rules),
  keepMessages: false,
})

const control = createServer((request, response) => {
  answer(request, response).catch((error) => response.writeHead(400).end(String(error)))
})
control.listen(Number(values.control), '127.0.0.1', () => {
  console.log(JSON.stringify({ port: sink.port, control: control.address() }))
})

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'PUT' && request.url === '/rules') sink.setRules(JSON.parse(await text(request)))
  else if (request.url !== '/counts') return void response.writeHead(404).end()
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(sink.counts()))
}
