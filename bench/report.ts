import { cpus, totalmem } from 'node:os'

/** One figure, and the limit that it is held against in the same run. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly limit?: { readonly name: string; readonly value: number }
  /** What the issue asks for, as text. */
  readonly target?: string
}

export interface BenchReport {
  readonly name: string
  readonly figures: readonly Figure[]
  readonly notes?: readonly string[]
}

/** The machine that the figures are from. */
export function machine(): string {
  const [first] = cpus()
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform}`
}

/** A report as lines for a terminal. */
export function printReport(report: BenchReport): string {
  const lines = report.figures.map(({ name, value, unit, limit, target }) => {
    const beside = limit
      ? ` | ${limit.name}: ${format(limit.value)} ${unit} | ratio ${(value / limit.value).toFixed(3)}`
      : ''
    return `  ${name}: ${format(value)} ${unit}${beside}${target ? ` | asked: ${target}` : ''}`
  })
  return [
    `${report.name} on ${machine()}`,
    ...lines,
    ...(report.notes ?? []).map((note) => `  ${note}`),
  ].join('\n')
}

/** The value that `share` of the samples do not pass. Samples need not be sorted. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

function format(value: number): string {
  return Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en-US')
    : String(Math.round(value * 1000) / 1000)
}
