import type { CustomerRow } from '@rapport/contract'

interface Slice {
  readonly items: readonly CustomerRow[]
  readonly nextCursor: string | null
}

const byteOrderMark = '\ufeff'

/** Customers as a CSV download, page by page: a long list never stands in memory whole. Opens in Excel as UTF-8. */
export function customersCsv(
  columns: readonly string[],
  page: (cursor: string | undefined) => Promise<Slice>,
): Response {
  const encoder = new TextEncoder()
  const names = columns.map((column) => column.trim()).filter(Boolean)
  async function* lines() {
    yield `${byteOrderMark}${['id', 'name', 'first_seen_at', 'last_seen_at', ...names].map(csvCell).join(',')}\r\n`
    let cursor: string | undefined
    do {
      const { items, nextCursor } = await page(cursor)
      yield items.map((row) => csvLine(row, names)).join('')
      cursor = nextCursor ?? undefined
    } while (cursor)
  }
  const source = lines()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await source.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
  })
  return new Response(body, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="customers.csv"',
    },
  })
}

function csvLine(row: CustomerRow, names: readonly string[]): string {
  return `${[row.id, row.name, row.firstSeenAt, row.lastSeenAt, ...names.map((name) => row.traits[name])].map(csvCell).join(',')}\r\n`
}

/** One cell. A value that a spreadsheet would run as a formula is made text. */
export function csvCell(value: unknown): string {
  const text =
    value === undefined || value === null
      ? ''
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value)
  const safe =
    typeof value === 'string' && /^[=+\-@\t\r]/.test(text) && !/^\+\d+$/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
