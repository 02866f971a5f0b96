import type { Check } from './check'

export interface Suite {
  checks(dataDir: string): Promise<Check[]>
}

export type Suites = Readonly<Record<string, () => Promise<Suite>>>

/** Runs suites one after another. One that breaks is one known answer that is off, with what broke it. */
export async function runSuites(
  suites: Suites,
  dataDir: string,
  tell: (suite: string, checks: readonly Check[]) => void,
): Promise<Check[]> {
  const all: Check[] = []
  for (const [name, load] of Object.entries(suites)) {
    const checks = await runSuite(name, load, dataDir)
    tell(name, checks)
    all.push(...checks)
  }
  return all
}

async function runSuite(name: string, load: () => Promise<Suite>, dataDir: string): Promise<Check[]> {
  try {
    const checks = await (await load()).checks(dataDir)
    return checks.length > 0 ? checks : [broken(name, 'it has no answers')]
  } catch (error) {
    return [broken(name, error instanceof Error ? error.message : String(error))]
  }
}

function broken(name: string, why: string): Check {
  return { id: name, title: 'the suite runs', expected: 'answers', got: why, ok: false }
}

/** Expected beside got, line by line. */
export function linesOf(suite: string, checks: readonly Check[]): string[] {
  const entries = checks.flatMap(({ id, title, expected, got, ok }) => [
    `${ok ? 'ok ' : 'OFF'} ${title} (${id})`,
    `      expected  ${expected}`,
    `      got       ${got}`,
  ])
  return [`── ${suite}`, ...entries]
}

/** The closing line. */
export function closingLine(checks: readonly Check[]): string {
  const off = checks.filter(({ ok }) => !ok).length
  return `${checks.length} known answers, ${off === 0 ? 'none' : off} off`
}
