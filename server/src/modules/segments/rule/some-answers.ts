import type { Rule } from '@rapport/contract'
import { fromIds, fromPeople, type Parts, partsFor, partsOf, ruleSql, type SomePeople } from './compile'
import { comparisonSigns } from './condition-sql'
import type { RuleContext } from './moments'
import { createParams, type Params, type Statement } from './params'
import { sharedCount } from './shared-counts'

/** The answers of rules for a few people: `profile_id`, and `holds` with the answer of each rule at its place of `placeOf`. */
export interface SomeAnswers extends Statement {
  readonly placeOf: readonly number[]
}

/**
 * Which of many rules hold for a few people, all of whom there are. For so few, ClickHouse takes longer to understand the
 * statement than to carry it out: rules that compare counts of one column alike are one expression, and profiles are
 * not read where no rule asks for a trait. (For everybody the one expression is slower: it makes an array for every row.)
 */
export function someAnswersSql(
  workspaceId: string,
  rules: readonly Rule[],
  context: RuleContext,
  only: SomePeople,
): SomeAnswers {
  const params = createParams()
  const parts = partsFor(workspaceId, rules, params, context)
  const { families, others } = familiesOf(rules, parts)
  const single = others.map(({ place, rule }) => `toUInt8(${ruleSql(rule, partsOf(parts, place))})`)
  const lists = [
    `CAST([${single.join(', ')}], 'Array(UInt8)')`,
    ...families.map((one) => familySql(one, params)),
  ]
  const from = parts.traitColumns.size > 0 ? fromPeople(parts, { only }) : fromIds(parts, only)
  const order = [...others, ...families.flatMap(({ members }) => members)]
  const placeOf = new Array<number>(rules.length)
  for (const [index, { place }] of order.entries()) placeOf[place] = index
  return {
    text: `SELECT profile_id, arrayConcat(${lists.join(', ')}) AS holds\n${from}`,
    params: params.values,
    placeOf,
  }
}

/** Rules of one shape: each compares how often something is in a column with a number of its own. */
interface Family {
  readonly column: string
  readonly sign: string
  readonly members: { readonly place: number; readonly counted: number; readonly value: number }[]
}

interface Families {
  readonly families: readonly Family[]
  /** Rules that stand alone. */
  readonly others: readonly { readonly place: number; readonly rule: Rule }[]
}

function familiesOf(rules: readonly Rule[], parts: Parts): Families {
  const families = new Map<string, Family>()
  const others: { place: number; rule: Rule }[] = []
  for (const [place, rule] of rules.entries()) {
    const compare = rule.kind === 'event' && rule.compare.op !== 'between' ? rule.compare : null
    const shared =
      rule.kind === 'event' && compare ? sharedCount(parts.compiling, parts.scans.of(place), rule) : null
    if (!compare || !shared) {
      others.push({ place, rule })
      continue
    }
    const sign = comparisonSigns[compare.op]
    const key = `${shared.column} ${sign}`
    const family = families.get(key) ?? { column: shared.column, sign, members: [] }
    family.members.push({ place, counted: shared.place, value: compare.value })
    families.set(key, family)
  }
  return { families: [...families.values()], others }
}

function familySql({ column, sign, members }: Family, params: Params): string {
  const counted = params.bind(
    'Array(Int64)',
    members.map((one) => one.counted),
  )
  const values = params.bind(
    'Array(Float64)',
    members.map((one) => one.value),
  )
  return `arrayMap((one, value) -> toUInt8(countEqual(${column}, one) ${sign} value), ${counted}, ${values})`
}
