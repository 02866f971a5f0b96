import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { segmentsApi } from '@rapport/contract'
import { defineCommand } from 'citty'
import { Failure } from '../../../kernel/failure'
import type { RunningServer } from '../../../platform/running-server'
import { answer, commonArgs } from '../answer'

const outputArgs = {
  ...commonArgs,
  format: {
    type: 'enum' as const,
    options: ['csv', 'jsonl'] as ('csv' | 'jsonl')[],
    description: 'csv opens in a spreadsheet; jsonl is one object a line, with everything',
    default: 'csv' as const,
  },
  output: {
    type: 'string',
    alias: 'o',
    description: 'The file to write; standard output when left out',
    valueHint: 'customers.csv',
  },
} as const

const columns = {
  type: 'string',
  description: 'Traits of the CSV, with commas between them',
  valueHint: 'email,city,orders',
} as const

const customers = defineCommand({
  meta: {
    name: 'customers',
    description: 'Writes all customers. Example: rapport export customers -o customers.csv',
  },
  args: { ...outputArgs, columns },
  run: ({ args }) =>
    answer(asksForJson(args), (server) =>
      save(server, '/exports/customers', { format: args.format, columns: args.columns }, args),
    ),
})

const segment = defineCommand({
  meta: {
    name: 'segment',
    description:
      'Writes the customers in a segment now. Example: rapport export segment "At risk" -o at-risk.csv',
  },
  args: {
    ...outputArgs,
    columns,
    segment: { type: 'positional', required: true, description: 'Name or id of the segment' },
  },
  run: ({ args }) =>
    answer(asksForJson(args), async (server) => {
      const segmentId = await segmentNamed(server, args.segment, args.workspace)
      return save(
        server,
        '/exports/customers',
        { format: args.format, columns: args.columns, segmentId },
        args,
      )
    }),
})

const events = defineCommand({
  meta: {
    name: 'events',
    description:
      'Writes events. Example: rapport export events --names "Order Completed" --since 2024-01-01 -o orders.csv',
  },
  args: {
    ...outputArgs,
    names: {
      type: 'string',
      description: 'Names of events, with commas between them',
      valueHint: 'Order Completed',
    },
    since: { type: 'string', description: 'From this moment on (UTC)', valueHint: '2024-01-01' },
    until: { type: 'string', description: 'Before this moment (UTC)', valueHint: '2025-01-01' },
  },
  run: ({ args }) =>
    answer(asksForJson(args), (server) => {
      const { format, names } = args
      return save(
        server,
        '/exports/events',
        { format, names, since: momentOf(args.since), until: momentOf(args.until) },
        args,
      )
    }),
})

export const exportData = defineCommand({
  meta: { name: 'export', description: 'Writes customers, the members of a segment, or events to a file.' },
  subCommands: { customers, segment, events },
})

async function save(
  server: RunningServer,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  { output, workspace }: { output?: string; workspace?: string },
) {
  const said = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined)
  const response = await server.send(`${path}?${new URLSearchParams(said)}`, { workspace })
  if (!response.body) throw new Failure('internal', 'the server answered nothing')
  const source = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0])
  let bytes = 0
  source.on('data', (piece: Buffer) => {
    bytes += piece.length
  })
  await pipeline(source, output ? createWriteStream(output) : process.stdout, { end: output !== undefined })
  const notes = output ? [`Wrote ${bytes.toLocaleString('en-US')} bytes to ${output}.`] : []
  return { json: { bytes, output: output ?? null }, lines: [], notes }
}

/** With the data itself on standard output there is no room for more. */
function asksForJson({ json, output }: { json: boolean; output?: string }): boolean {
  return json && output !== undefined
}

async function segmentNamed(
  server: RunningServer,
  name: string,
  workspace: string | undefined,
): Promise<string> {
  const { items } = await server.call(segmentsApi.list, { workspace, query: { limit: 500 } })
  const match = items.find((one) => one.id === name) ?? items.find((one) => one.name === name)
  if (match) return match.id
  const names = items.map((one) => one.name).join(', ')
  throw new Failure('not_found', `there is no segment “${name}”${names ? `; there are: ${names}` : ''}`)
}

/** A day or a moment as the API wants it. */
export function momentOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const at = new Date(text)
  if (Number.isNaN(at.getTime()))
    throw new Failure('invalid_input', `“${text}” is not a moment such as 2024-01-01`)
  return at.toISOString()
}
