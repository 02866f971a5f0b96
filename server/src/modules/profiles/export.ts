import type { CustomerRow } from '@rapport/contract'
import { csvLine, csvMark } from '../../kernel/csv'

interface Slice {
  readonly items: readonly CustomerRow[]
  readonly nextCursor: string | null
}

/** Customers as a CSV download, page by page: a long list never stands in memory whole. Opens in Excel as UTF-8. */
export function customersCsv(
  columns: readonly string[],
  page: (cursor: string | undefined) => Promise<Slice>,
): Response {
  const encoder = new TextEncoder()
  const names = columns.map((column) => column.trim()).filter(Boolean)
  async function* lines() {
    yield csvMark + csvLine(['id', 'name', 'first_seen_at', 'last_seen_at', ...names])
    let cursor: string | undefined
    do {
      const { items, nextCursor } = await page(cursor)
      yield items.map((row) => lineOf(row, names)).join('')
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

function lineOf(row: CustomerRow, names: readonly string[]): string {
  return csvLine([
    row.id,
    row.name,
    row.firstSeenAt,
    row.lastSeenAt,
    ...names.map((name) => row.traits[name]),
  ])
}
