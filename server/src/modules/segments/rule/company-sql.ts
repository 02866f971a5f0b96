import { type CompanyKind, type CompanyRollup, companyRollups, type TraitRule } from '@rapport/contract'
import { activeSince, isRollup, ownersSql, type RollupScope, rollupsSql } from '../../profiles'
import { type Compiling, instantSql, valueConditionSql } from './condition-sql'
import { affirmative } from './conditions'
import type { RuleContext } from './moments'
import type { Params } from './params'
import { jsonValue, type ValueSql } from './path'

/** What is asked of the companies, or of the households, that people belong to. */
interface CompanyScan {
  readonly kind: CompanyKind
  /** Expressions over given traits, with the columns they are. */
  readonly given: Map<string, string>
  /** The same over figures, and which figures they read. */
  readonly rolled: Map<string, string>
  readonly figures: Set<CompanyRollup>
}

export type CompanyScans = Map<CompanyKind, CompanyScan>

/**
 * A condition on a trait of companies or households, as an expression over the columns of the scan: some company of the
 * person satisfies it. A negative condition is the exact opposite: none satisfies its positive form.
 */
export function companyRuleSql(
  compiling: Compiling,
  scans: CompanyScans,
  { kind, trait }: { readonly kind: CompanyKind; readonly trait: string },
  condition: TraitRule['condition'],
): string {
  const scan = scanFor(scans, kind)
  const { is, isNegated } = affirmative(condition)
  const isNeverOne = isRollup(trait) && is.type === 'list' // no figure is a list
  const expression = isNeverOne ? '0' : valueConditionSql(compiling, companyValue(trait), is)
  if (isRollup(trait)) scan.figures.add(trait)
  const columns = isRollup(trait) ? scan.rolled : scan.given
  const name = columns.get(expression) ?? `${kind}_${isRollup(trait) ? 'r' : 'g'}${columns.size}`
  columns.set(expression, name)
  return `(${name} = ${isNegated ? 0 : 1})`
}

/** A trait of a company as conditions read it. */
export function companyValue(trait: string): ValueSql {
  return isRollup(trait) ? figureValue(trait) : jsonValue('traits', trait)
}

/** Whole numbers and ISO texts are what figures are; nothing of any other type, and no lists. */
function figureValue(name: CompanyRollup): ValueSql {
  const type = companyRollups[name] === 'moment' ? 'String' : 'Int64'
  return {
    isList: false,
    any: () => name,
    typed(asked) {
      if (asked === type) return `CAST(${name}, 'Nullable(${type})')`
      return `CAST(NULL, 'Nullable(${asked})')`
    },
  }
}

function scanFor(scans: CompanyScans, kind: CompanyKind): CompanyScan {
  const known = scans.get(kind)
  if (known) return known
  const scan: CompanyScan = { kind, given: new Map(), rolled: new Map(), figures: new Set() }
  scans.set(kind, scan)
  return scan
}

/** Which companies are looked at, and for whom. */
export interface CompanyScope {
  readonly workspace: string
  /** A condition on `node_id`; null for everybody. */
  readonly nodes: string | null
}

/** Companies that satisfy something are found first, then whose they are: of one condition any of them is enough. */
export function joinCompanies(
  scan: CompanyScan,
  compiling: Pick<Compiling, 'params' | 'context'>,
  { workspace, nodes }: CompanyScope,
): string {
  const names = [...scan.given.values(), ...scan.rolled.values()]
  const fitting = fittingSql(scan, names, compiling, { workspace, nodes })
  const [only] = names.length === 1 ? names : []
  const theirs = [
    ...(nodes ? [nodes] : []),
    ...(only ? [`company_id IN (SELECT company_id FROM (${fitting}))`] : []),
  ]
  const belongings = ownersSql(workspace, theirs.join(' AND ') || null)
  const people = only
    ? `SELECT owner_id, 1 AS ${only} FROM (${belongings})`
    : `SELECT belonging.owner_id AS owner_id, ${names.map((name) => `max(fitting.${name}) AS ${name}`).join(', ')}
  FROM (${belongings}) AS belonging
  INNER JOIN (${fitting}) AS fitting ON fitting.company_id = belonging.company_id
  GROUP BY owner_id`
  return `LEFT ANY JOIN (
  ${people}
) AS ${scan.kind} ON ${scan.kind}.owner_id = person.profile_id`
}

/** Companies that satisfy at least one condition: `company_id`, and a 0 or 1 for each. */
function fittingSql(
  { kind, given, rolled, figures }: CompanyScan,
  names: readonly string[],
  { params, context }: Pick<Compiling, 'params' | 'context'>,
  { workspace, nodes }: CompanyScope,
): string {
  const theirs = nodes
    ? `company_id IN (SELECT company_id FROM company_members FINAL WHERE ${workspace} AND ${nodes})`
    : null
  const ofKind = kindSql(kind, params, workspace, theirs)
  const columns = (of: ReadonlyMap<string, string>) =>
    [...of].map(([expression, name]) => `, ${expression} AS ${name}`).join('')
  const asked = `SELECT company_id${columns(given)} FROM ${ofKind}`
  if (rolled.size === 0) return `SELECT * FROM (${asked}) WHERE ${names.join(' OR ')}`
  const scope = rollupScope(
    { companies: `company_id IN (SELECT company_id FROM ${ofKind})`, areFew: nodes !== null },
    { params, context },
    workspace,
  )
  return `SELECT company.company_id AS company_id, ${names.join(', ')}
    FROM (${asked}) AS company
    LEFT ANY JOIN (
      SELECT company_id${columns(rolled)} FROM (${rollupsSql([...figures], scope)})
    ) AS rolled ON rolled.company_id = company.company_id
    WHERE ${names.join(' OR ')}`
}

/** Companies of a kind, as what follows FROM. */
export function kindSql(
  kind: CompanyKind,
  params: Params,
  workspace: string,
  companies: string | null,
): string {
  const only = companies ? ` AND ${companies}` : ''
  return `companies FINAL WHERE ${workspace} AND kind = ${params.bind('String', kind)}${only}`
}

/** Figures of the companies that a condition names, as of the moment of asking. */
export function rollupScope(
  which: Pick<RollupScope, 'companies' | 'areFew'>,
  { params, context }: { readonly params: Params; readonly context: Pick<RuleContext, 'now' | 'timezone'> },
  workspace: string,
): RollupScope {
  const since = instantSql(params, activeSince(context.now, context.timezone).getTime())
  return { workspace, ...which, since }
}
