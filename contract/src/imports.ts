import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery } from './endpoint'
import { isSourceFree, reservedSource } from './source-names'

const moment = z.iso.datetime()
const tag = 'imports'

/** What the rows of a file are about. */
export const importKinds = ['customers', 'orders', 'events'] as const
export const importKindSchema = z.enum(importKinds)
export type ImportKind = z.infer<typeof importKindSchema>

/** Every limit of a file, each with its reason. */
export const importLimits = {
  /** A year of orders of a large shop; more comes in several files. */
  fileBytesMax: 2 * 1024 ** 3,
  /** What a compressed file may become, and at most how many times its size once that is above 64 MB. */
  inflatedBytesMax: 8 * 1024 ** 3,
  inflationRatioMax: 200,
  /** One row, in characters. A row of a shop export has some hundred. */
  rowCharsMax: 1024 * 1024,
  /** Wider tables are cross-tabulations, not lists. */
  columnsMax: 1_000,
  cellCharsMax: 32_768,
  /** Rows that cannot be read at all: past this the file is not what its settings say. */
  brokenRowsMax: 1_000,
  /** Lines of one order; more share a number by mistake. */
  orderLinesMax: 10_000,
  /** Text that all cells of an Excel file share, unpacked: it has to be in memory. */
  sharedTextBytesMax: 128 * 1024 ** 2,
} as const

const identityTargets = ['user_id', 'email', 'phone'] as const
const personTargets = [
  'name',
  'first_name',
  'last_name',
  'gender',
  'birthday',
  'country',
  'region',
  'city',
  'language',
  'company',
  'consent_email',
  'consent_sms',
] as const

/** What a column can mean, by kind of file. Besides these: `trait:NAME` and, for orders and events, `property:NAME`. */
export const importTargets = {
  customers: [...identityTargets, ...personTargets, 'tags', 'created_at', 'updated_at'],
  orders: [
    'order_id',
    'ordered_at',
    ...identityTargets,
    'total',
    'currency',
    'status',
    'discount',
    'coupon',
    'channel',
    'quantity',
    'unit_price',
    'line_total',
    'product_id',
    'sku',
    'product_name',
    'category',
    'products',
    ...personTargets,
  ],
  events: ['event', 'occurred_at', 'event_id', ...identityTargets, 'anonymous_id'],
} as const satisfies Record<ImportKind, readonly string[]>

export const importColumnTypes = ['text', 'number', 'boolean', 'date'] as const

export const importColumnSchema = z.object({
  index: z.number().int().min(0).max(importLimits.columnsMax),
  header: z.string().max(500),
  /** Null: the column is left out. */
  target: z
    .string()
    .max(120)
    .regex(/^([a-z_]+|(trait|property):[^\s.$][^.$]{0,79})$/u, 'a known target, trait:NAME or property:NAME')
    .nullable(),
  /** How the texts of a `trait:` or `property:` column are to be taken. */
  type: z.enum(importColumnTypes).default('text'),
})
export type ImportColumn = z.infer<typeof importColumnSchema>

/** A column with what we think of it. */
export const guessedColumnSchema = importColumnSchema.extend({
  samples: z.array(z.string()),
  /** 0 to 1: how sure the guess is; 1 for what a person chose. */
  confidence: z.number(),
})
export type GuessedColumn = z.infer<typeof guessedColumnSchema>

export const importEncodings = [
  'utf-8',
  'gb18030',
  'utf-16le',
  'utf-16be',
  'big5',
  'shift_jis',
  'euc-kr',
  'windows-1252',
] as const

export const importFormatSchema = z.object({
  kind: z.enum(['csv', 'jsonl', 'xlsx']),
  isCompressed: z.boolean(),
  encoding: z.enum(importEncodings),
  separator: z.string().length(1),
  /** Which row holds the names of the columns, counted from 1; 0 when none does. */
  headerRow: z.number().int().min(0).max(100),
  sheet: z.string().max(200),
  sheets: z.array(z.string()),
})
export type ImportFormat = z.infer<typeof importFormatSchema>

export const importOptionsSchema = z.object({
  /** Which identifier a row must have: rows that share it are one person. */
  key: z.enum(identityTargets),
  /** Name of the source: in one source an order number counts once, whichever files it comes in. */
  source: z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N} _.-]{0,59}$/u, 'letters, digits, blanks and _.-')
    .refine(isSourceFree, reservedSource),
  /** Of amounts that name none. */
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** Where phone numbers without a country code belong. */
  country: z.string().regex(/^[A-Z]{2}$/),
  /** Of times that carry no zone. */
  timezone: z.string().max(64),
  /** What 03/04/2024 means; null when no such date is expected. */
  dateOrder: z.enum(['dmy', 'mdy']).nullable(),
  /** 1.234,56 rather than 1,234.56. */
  hasDecimalComma: z.boolean(),
  /** Order numbers that begin so are refunds even when their amounts are positive. */
  refundPrefix: z.string().min(1).max(10).nullable(),
  /** Of events, when no column names them. */
  eventName: z.string().trim().min(1).max(200).nullable(),
})
export type ImportOptions = z.infer<typeof importOptionsSchema>

/**
 * The targets that a mapping lacks for the import to start: one of each list has to be chosen. Both the console and the
 * server ask this.
 */
export function missingImportTargets(
  kind: ImportKind,
  columns: readonly Pick<ImportColumn, 'target'>[],
  options: Pick<ImportOptions, 'key' | 'eventName'>,
): string[][] {
  const needs: Readonly<Record<ImportKind, string[][]>> = {
    customers: [[options.key]],
    orders: [[options.key], ['ordered_at'], ['total', 'line_total', 'unit_price']],
    events: [[options.key, 'anonymous_id'], ...(options.eventName ? [] : [['event']]), ['occurred_at']],
  }
  const chosen = new Set(columns.map(({ target }) => target))
  return needs[kind].filter((targets) => !targets.some((target) => chosen.has(target)))
}

/** Why a row was not taken. A closed list: each has a text in both languages. */
export const rejectReasons = [
  'unclosed_quote',
  'malformed_json',
  'too_deep',
  'row_too_long',
  'cell_too_long',
  'too_many_cells',
  'no_key',
  'invalid_email',
  'invalid_phone',
  'no_order_id',
  'no_date',
  'invalid_date',
  'date_out_of_range',
  'no_amount',
  'invalid_amount',
  'invalid_quantity',
  'unknown_currency',
  'no_exchange_rate',
  'zero_amount',
  'not_paid',
  'mixed_customers',
  'mixed_currencies',
  'mixed_totals',
  'too_many_lines',
  'invalid_products',
  'no_event_name',
] as const
export const rejectReasonSchema = z.enum(rejectReasons)
export type RejectReason = z.infer<typeof rejectReasonSchema>

/** What was taken, but not as it was written. */
export const importWarnings = [
  'dropped_email',
  'dropped_phone',
  'dropped_date',
  'dropped_gender',
  'dropped_consent',
  'dropped_value',
  'unknown_country',
  'unknown_language',
  'undecodable_text',
  'products_cut',
] as const
export const importWarningSchema = z.enum(importWarnings)
export type ImportWarning = z.infer<typeof importWarningSchema>

const amounts = z.array(z.object({ currency: z.string(), amountMinor: z.number().int() }))

export const importReportSchema = z.object({
  /** Every data row is in exactly one of these two. */
  rowsAccepted: z.number().int(),
  rowsRejected: z.number().int(),
  rejected: z.partialRecord(rejectReasonSchema, z.number().int()),
  warnings: z.partialRecord(importWarningSchema, z.number().int()),
  /** People named in accepted rows; in a file of customers, the rows. */
  customers: z.number().int(),
  /** Of those, people with at least one order. */
  customersWithOrders: z.number().int(),
  orders: z.number().int(),
  refunds: z.number().int(),
  events: z.number().int(),
  /** Accepted rows of order files: sold, given away at price 0 inside an order, returned. */
  saleLines: z.number().int(),
  giftLines: z.number().int(),
  refundLines: z.number().int(),
  revenue: amounts,
  refunded: amounts,
})
export type ImportReport = z.infer<typeof importReportSchema>

export const importStates = ['ready', 'queued', 'running', 'done', 'failed', 'cancelled'] as const
export const importStateSchema = z.enum(importStates)
export type ImportState = z.infer<typeof importStateSchema>

export const importPhases = ['reading', 'grouping', 'recording', 'settling'] as const

export const importProgressSchema = z.object({
  phase: z.enum(importPhases),
  /** 0 to 1 over all phases. */
  share: z.number(),
  rowsDone: z.number().int(),
  rowsTotal: z.number().int(),
  rowsPerSecond: z.number(),
  secondsLeft: z.number().nullable(),
})
export type ImportProgress = z.infer<typeof importProgressSchema>

export const importSchema = z.object({
  id: z.uuid(),
  kind: importKindSchema,
  state: importStateSchema,
  fileName: z.string(),
  fileBytes: z.number().int(),
  format: importFormatSchema,
  columns: z.array(guessedColumnSchema),
  options: importOptionsSchema,
  /** Data rows; for text files an estimate until the file has been read. */
  rowsTotal: z.number().int(),
  progress: importProgressSchema.nullable(),
  report: importReportSchema.nullable(),
  /** Why it failed: a stable code and a sentence. */
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  createdBy: z.string(),
  createdAt: moment,
  startedAt: moment.nullable(),
  finishedAt: moment.nullable(),
  /** More than 1: it was interrupted and went on. */
  attempts: z.number().int(),
})
export type Import = z.infer<typeof importSchema>

export const importChangesSchema = z.object({
  kind: importKindSchema.optional(),
  /** A change here reads the head of the file anew and guesses the columns again. */
  format: importFormatSchema
    .pick({ encoding: true, separator: true, headerRow: true, sheet: true })
    .partial()
    .optional(),
  columns: z.array(importColumnSchema).max(importLimits.columnsMax).optional(),
  options: importOptionsSchema.partial().optional(),
})
export type ImportChanges = z.infer<typeof importChangesSchema>

export const previewProblemSchema = z.object({
  reason: z.union([rejectReasonSchema, importWarningSchema]),
  isRejected: z.boolean(),
  detail: z.string(),
})

export const importPreviewSchema = z.object({
  /** The first rows of the file, and what becomes of each. */
  rows: z.array(
    z.object({
      row: z.number().int(),
      cells: z.array(z.string()),
      problems: z.array(previewProblemSchema),
    }),
  ),
  /** What the first rows become. */
  results: z.array(
    z.object({
      kind: z.enum(['customer', 'order', 'refund', 'event']),
      /** Who it belongs to. */
      who: z.string(),
      at: moment,
      title: z.string(),
      details: z.record(z.string(), z.unknown()),
    }),
  ),
  /** Of the rows that the preview looked at. */
  rowsChecked: z.number().int(),
  rowsRejected: z.number().int(),
  problems: z.array(previewProblemSchema.omit({ detail: true }).extend({ count: z.number().int() })),
  /** What stops the import from starting: one target of each list is missing. */
  missing: z.array(z.array(z.string())),
})
export type ImportPreview = z.infer<typeof importPreviewSchema>

export const importsApi = {
  list: endpoint({
    method: 'GET',
    path: '/imports',
    summary: 'Imports, newest first',
    tag,
    access: 'imports:read',
    query: pageQuery,
    response: pageOf(importSchema),
  }),
  upload: endpoint({
    method: 'POST',
    path: '/imports',
    summary:
      'Upload a file (CSV, JSON Lines or Excel, gzip accepted) as the body; answers with its columns and what they seem to mean',
    tag,
    access: 'imports:write',
    query: z.object({ fileName: z.string().trim().min(1).max(255), kind: importKindSchema.optional() }),
    response: importSchema,
    status: 201,
    bytes: 'request',
  }),
  get: endpoint({
    method: 'GET',
    path: '/imports/:id',
    summary: 'One import with its progress and report',
    tag,
    access: 'imports:read',
    params: idParams,
    response: importSchema,
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/imports/:id',
    summary: 'Change what the columns mean or how the file is read, before it starts',
    tag,
    access: 'imports:write',
    params: idParams,
    body: importChangesSchema,
    response: importSchema,
  }),
  preview: endpoint({
    method: 'GET',
    path: '/imports/:id/preview',
    summary: 'The first rows, what they become, and the problems found',
    tag,
    access: 'customers:personal',
    params: idParams,
    response: importPreviewSchema,
  }),
  start: endpoint({
    method: 'POST',
    path: '/imports/:id/start',
    summary: 'Start the import; it goes on after a restart',
    tag,
    access: 'imports:write',
    params: idParams,
    response: importSchema,
    status: 202,
  }),
  cancel: endpoint({
    method: 'POST',
    path: '/imports/:id/cancel',
    summary: 'Stop a queued or running import; what it recorded so far stays',
    tag,
    access: 'imports:write',
    params: idParams,
    response: importSchema,
    status: 202,
  }),
  rejects: endpoint({
    method: 'GET',
    path: '/imports/:id/rejected-rows',
    summary: 'The rejected rows as CSV: row number, reason, detail, and the original columns',
    tag,
    access: 'customers:personal',
    params: idParams,
    bytes: 'response',
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/imports/:id',
    summary: 'Forget an import and its files; what it recorded stays',
    tag,
    access: 'imports:write',
    params: idParams,
  }),
}
