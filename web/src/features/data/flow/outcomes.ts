/** What can become of a message; a problem is counted besides, since the message itself was used. */
export const outcomes = ['ok', 'dropped', 'quarantined', 'problem'] as const
export type OutcomeKey = (typeof outcomes)[number]

export interface OutcomeLine {
  readonly source: string
  readonly outcome: string
  readonly reason: string
  readonly count: number
}

export interface OutcomeRow extends OutcomeLine {
  readonly day: string
}

export type Sums = Readonly<Record<OutcomeKey, number>>

const nothing: Sums = { ok: 0, dropped: 0, quarantined: 0, problem: 0 }

/** The sums over all rows. */
export function totals(rows: readonly OutcomeLine[]): Sums {
  return rows.reduce(add, nothing)
}

/** The sums of each of so many days up to the last one (UTC), in order; a day without messages is there too. */
export function byDay(
  rows: readonly OutcomeRow[],
  lastDay: string,
  count: number,
): (Sums & { readonly day: string })[] {
  const last = Date.parse(lastDay)
  const days = new Map<string, Sums>()
  for (let back = 0; back < count; back += 1)
    days.set(new Date(last - back * 86_400_000).toISOString().slice(0, 10), nothing)
  for (const row of rows) days.set(row.day, add(days.get(row.day) ?? nothing, row))
  return [...days]
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([day, sums]) => ({ day, ...sums }))
}

/** The sums by outcome, reason and source, what went wrong first, then the most frequent. */
export function bySourceAndReason(rows: readonly OutcomeRow[]): OutcomeLine[] {
  const lines = new Map<string, OutcomeLine>()
  for (const { source, outcome, reason, count } of rows) {
    const key = JSON.stringify([outcome, reason, source])
    lines.set(key, { source, outcome, reason, count: (lines.get(key)?.count ?? 0) + count })
  }
  const rank = ({ outcome }: OutcomeLine) => ['quarantined', 'problem', 'dropped', 'ok'].indexOf(outcome)
  return [...lines.values()].sort((left, right) => rank(left) - rank(right) || right.count - left.count)
}

function add(sums: Sums, { outcome, count }: OutcomeLine): Sums {
  const key = outcomes.find((known) => known === outcome)
  return key ? { ...sums, [key]: sums[key] + count } : sums
}
