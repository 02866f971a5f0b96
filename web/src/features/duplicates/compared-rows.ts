import type { DuplicatePair, DuplicateReason, TraitDefinition } from '@rapport/contract'

export interface ComparedRow {
  readonly trait: string
  readonly type: TraitDefinition['type']
  readonly left: unknown
  readonly right: unknown
  /** Null: it was not compared. */
  readonly verdict: DuplicateReason['verdict'] | null
  readonly isOneSided: boolean
}

const types: Readonly<Record<string, TraitDefinition['type']>> = {
  revenue: 'money',
  refunds: 'money',
  aov: 'money',
  revenue_90d: 'money',
  last_order_at: 'moment',
  first_order_at: 'moment',
  created_at: 'moment',
  birthday: 'date',
  gender: 'choice',
  lifecycle_stage: 'choice',
  consent_email: 'choice',
  consent_sms: 'choice',
}

/** Computed traits that help to tell people apart; the rest of them only repeat it. */
const tellingComputed = new Set(['orders', 'revenue', 'last_order_at', 'favourite_category'])

/** The rows of a comparison: what was compared, what only one side has, then what both have beside. */
export function comparedRows({ left, right, reasons }: DuplicatePair): ComparedRow[] {
  const verdicts = new Map(reasons.map(({ trait, verdict }) => [trait, verdict]))
  const names = new Set([...verdicts.keys(), ...namesOf(left), ...namesOf(right)])
  if (verdicts.has('first_name') || verdicts.has('last_name')) addNames(names, left, right)
  const rows = [...names].map((trait): ComparedRow => {
    const [leftValue, rightValue] = [left.traits[trait]?.value, right.traits[trait]?.value]
    const isOneSided = isMissing(leftValue) !== isMissing(rightValue)
    return {
      trait,
      type: types[trait] ?? 'text',
      left: leftValue,
      right: rightValue,
      verdict: verdicts.get(trait) ?? null,
      isOneSided: isOneSided && !verdicts.has(trait),
    }
  })
  return rows.filter((row) => !isMissing(row.left) || !isMissing(row.right)).sort(byTelling)
}

/** A whole name stands for the first and last names that were compared. */
function addNames(names: Set<string>, ...sides: readonly DuplicatePair['left'][]): void {
  if (sides.some(({ traits }) => !isMissing(traits.name?.value))) names.add('name')
}

function namesOf({ traits }: DuplicatePair['left']): string[] {
  return Object.entries(traits)
    .filter(([name, { source }]) => source !== 'computed' || tellingComputed.has(name))
    .map(([name]) => name)
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

const namesFirst = ['name', 'first_name', 'last_name', 'birthday', 'phone', 'email']

function byTelling(left: ComparedRow, right: ComparedRow): number {
  return rank(left) - rank(right) || left.trait.localeCompare(right.trait)
}

function rank({ trait, verdict, isOneSided }: ComparedRow): number {
  const at = namesFirst.indexOf(trait)
  if (at >= 0) return at
  if (verdict) return 10
  return isOneSided ? 30 : 20
}
