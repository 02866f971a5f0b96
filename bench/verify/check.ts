/** One known answer: what was published beside what this build computes. */
export interface Check {
  readonly id: string
  readonly title: string
  readonly expected: string
  readonly got: string
  readonly ok: boolean
}

/** A published figure and ours; null stands for an end that is infinite. */
export interface Figure {
  readonly name: string
  readonly expected: number | null
  readonly got: number
  /** How far apart they may be. */
  readonly tolerance: number
}

/** One check over all the figures of a case. */
export function checkFigures(id: string, title: string, figures: readonly Figure[]): Check {
  return {
    id,
    title,
    expected: figures.map(({ name, expected }) => `${name} ${expected ?? '∞'}`).join(', '),
    got: figures.map((figure) => `${figure.name} ${rounded(figure)}`).join(', '),
    ok: figures.length > 0 && figures.every(isWithin),
  }
}

/** A check that cannot be made because its data set is not there; never ok. */
export function missingData(id: string, dataSet: string): Check {
  return { id, title: dataSet, expected: 'the data set', got: 'not found', ok: false }
}

function isWithin({ expected, got, tolerance }: Figure): boolean {
  return expected === null
    ? Math.abs(got) === Number.POSITIVE_INFINITY
    : Math.abs(got - expected) <= tolerance
}

/** To the last digit that the comparison looks at. */
function rounded({ got, expected, tolerance }: Figure): string {
  if (expected === null) return Number.isFinite(got) ? String(got) : '∞'
  const decimals = Math.min(20, Math.max(0, Math.ceil(-Math.log10(2 * tolerance) - 0.01)))
  return String(Number(got.toFixed(decimals)))
}
