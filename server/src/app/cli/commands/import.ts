import { createReadStream } from 'node:fs'
import { stat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { Readable } from 'node:stream'
import {
  type Import,
  type ImportColumn,
  type ImportKind,
  type ImportOptions,
  type ImportPreview,
  type ImportReport,
  importKinds,
  importSchema,
  importsApi,
} from '@rapport/contract'
import { defineCommand } from 'citty'
import { Failure } from '../../../kernel/failure'
import { fromMinor } from '../../../kernel/money'
import { pause } from '../../../platform/clock'
import type { RunningServer } from '../../../platform/running-server'
import { answer, commonArgs } from '../answer'
import { drawBar } from '../progress-bar'
import { tableOf } from '../table'

const pollMs = 400

export const importFile = defineCommand({
  meta: {
    name: 'import',
    description:
      'Imports a file of customers, orders or events (CSV, JSON Lines or Excel, gzip too). Shows what the columns seem to mean and asks before it starts. Example: rapport import orders.csv --kind orders --map "Kundennr=user_id,Notiz=" --wait',
  },
  args: {
    ...commonArgs,
    file: { type: 'positional', required: true, description: 'The file', valueHint: 'orders.csv' },
    kind: {
      type: 'enum' as const,
      options: [...importKinds] as ImportKind[],
      description: 'What the rows are; guessed from the header when left out',
    },
    map: {
      type: 'string',
      description:
        'Columns that mean something else than guessed: HEADER=TARGET with commas between; an empty target leaves the column out, trait:NAME and property:NAME keep it under a name of its own',
      valueHint: 'Nr=order_id,Note=',
    },
    key: {
      type: 'enum' as const,
      options: ['user_id', 'email', 'phone'] as ImportOptions['key'][],
      description: 'The identifier that every row must have',
    },
    source: {
      type: 'string',
      description: 'Name of the source: in one source an order number counts once',
      valueHint: 'till',
    },
    currency: { type: 'string', description: 'Currency of amounts that name none', valueHint: 'CNY' },
    timezone: { type: 'string', description: 'Zone of times that carry none', valueHint: 'Asia/Shanghai' },
    yes: { type: 'boolean', alias: 'y', description: 'Start without asking', default: false },
    wait: { type: 'boolean', description: 'Wait for the end and print the report', default: false },
    rejected: {
      type: 'string',
      description: 'Where to write the rejected rows (with --wait)',
      valueHint: 'rejected.csv',
    },
  },
  run: ({ args }) =>
    answer(args.json, async (server) => {
      const { workspace } = args
      const uploaded = await upload(server, args.file, args.kind, workspace)
      const options = { key: args.key, source: args.source, currency: args.currency, timezone: args.timezone }
      const mapped = await applyChoices(server, uploaded, columnsOf(uploaded, args.map), options, workspace)
      const preview = await server.call(importsApi.preview, { workspace, params: { id: mapped.id } })
      if (!args.json) process.stderr.write(`${describe(mapped, preview).join('\n')}\n`)
      if (!args.yes && !(await isConfirmed()))
        return {
          json: mapped,
          lines: [],
          notes: [`Not started. It waits in the console under Imports, or run this again with --yes.`],
        }
      const started = await server.call(importsApi.start, { workspace, params: { id: mapped.id } })
      if (!args.wait)
        return { json: started, lines: [started.id], notes: ['Started; the console shows how far it is.'] }
      const done = await finished(server, started, workspace)
      if (args.rejected) await saveRejected(server, done, args.rejected, workspace)
      return { json: done, lines: done.report ? reportLines(done.report) : [] }
    }),
})

async function upload(
  server: RunningServer,
  path: string,
  kind: ImportKind | undefined,
  workspace: string | undefined,
): Promise<Import> {
  const known = await stat(path).catch(() => null)
  if (!known?.isFile()) throw new Failure('not_found', `there is no file ${path}`)
  const query = new URLSearchParams({ fileName: basename(path), ...(kind && { kind }) })
  const body = Readable.toWeb(createReadStream(path)) as ReadableStream
  const streamed = { method: 'POST', body, duplex: 'half', workspace }
  const response = await server.send(`/imports?${query}`, streamed)
  return importSchema.parse(await response.json())
}

/** The columns after `HEADER=TARGET,…`. */
export function columnsOf({ columns }: Pick<Import, 'columns'>, map: string | undefined): ImportColumn[] {
  return (map ?? '')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const at = part.lastIndexOf('=')
      const header = part.slice(0, Math.max(0, at)).trim()
      const column = columns.find((one) => one.header === header)
      if (at < 0 || !column) {
        const headers = columns.map((one) => one.header).join(', ')
        throw new Failure('invalid_input', `“${part}” is not HEADER=TARGET; the headers are: ${headers}`)
      }
      const { index, type } = column
      return { index, header, type, target: part.slice(at + 1).trim() || null }
    })
}

function applyChoices(
  server: RunningServer,
  uploaded: Import,
  columns: readonly ImportColumn[],
  options: Partial<ImportOptions>,
  workspace: string | undefined,
): Promise<Import> {
  const said = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  if (columns.length === 0 && Object.keys(said).length === 0) return Promise.resolve(uploaded)
  return server.call(importsApi.change, {
    workspace,
    params: { id: uploaded.id },
    body: { ...(columns.length > 0 && { columns: [...columns] }), options: said },
  })
}

function describe({ kind, columns, options, rowsTotal }: Import, preview: ImportPreview): string[] {
  const rows = columns.map(({ header, target, confidence, samples }) => [
    header,
    target ?? '(left out)',
    `${Math.round(confidence * 100)} %`,
    (samples[0] ?? '').slice(0, 40),
  ])
  const problems = preview.problems.map(
    ({ reason, count, isRejected }) => `${count} × ${reason}${isRejected ? ' (rejected)' : ''}`,
  )
  return [
    `${rowsTotal.toLocaleString('en-US')} rows of ${kind}; people by ${options.key}, times in ${options.timezone}, amounts in ${options.currency}`,
    ...tableOf(['COLUMN', 'MEANS', 'SURE', 'SAMPLE'], rows),
    ...(problems.length > 0 ? [`In the first ${preview.rowsChecked} rows: ${problems.join(', ')}`] : []),
    ...(preview.missing.length > 0
      ? [`Missing: ${preview.missing.map((targets) => targets.join(' or ')).join(', ')}`]
      : []),
  ]
}

async function isConfirmed(): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const reply = await terminal.question('Start the import? [y/N] ')
  terminal.close()
  return /^y(es)?$/i.test(reply.trim())
}

async function finished(
  server: RunningServer,
  started: Import,
  workspace: string | undefined,
): Promise<Import> {
  let one = started
  while (one.state === 'queued' || one.state === 'running') {
    drawBar({ done: Math.round((one.progress?.share ?? 0) * 1000), total: 1000 })
    await pause(pollMs)
    one = await server.call(importsApi.get, { workspace, params: { id: one.id } })
  }
  drawBar({ done: 1, total: 1 })
  if (one.state !== 'done')
    throw new Failure(
      'unprocessable',
      `the import ${one.state}${one.failure ? `: ${one.failure.message}` : ''}`,
    )
  return one
}

async function saveRejected(
  server: RunningServer,
  { id }: Import,
  path: string,
  workspace: string | undefined,
): Promise<void> {
  const response = await server.send(`/imports/${id}/rejected-rows`, { workspace })
  if (response.body)
    await writeFile(path, Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]))
}

/** What became of the rows, for people. */
export function reportLines(report: ImportReport): string[] {
  const number = (value: number) => value.toLocaleString('en-US')
  const money = ({ currency, amountMinor }: ImportReport['revenue'][number]) =>
    `${fromMinor(amountMinor, currency).toLocaleString('en-US', { minimumFractionDigits: 2 })} ${currency}`
  const rows = [
    ['rows accepted', number(report.rowsAccepted)],
    ['rows rejected', number(report.rowsRejected)],
    ['customers', number(report.customers)],
    ['orders', number(report.orders)],
    ['refunds', number(report.refunds)],
    ['events', number(report.events)],
    ...report.revenue.map((one) => ['revenue', money(one)]),
    ...report.refunded.map((one) => ['refunded', money(one)]),
    ...Object.entries(report.rejected).map(([reason, count]) => [`  rejected: ${reason}`, number(count)]),
    ...Object.entries(report.warnings).map(([reason, count]) => [`  changed: ${reason}`, number(count)]),
  ]
  return tableOf(
    ['WHAT', 'HOW MANY'],
    rows.filter(([, count]) => count !== '0'),
  )
}
