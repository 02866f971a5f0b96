import { type LookalikeTrait, lookalikeLimits, type Rule } from '@rapport/contract'
import { Failure } from '../../../../kernel/failure'
import type { Facts } from '../../../../platform/clickhouse'
import { figuresSql, type Parts, ruleSql } from '../../rule/compile'
import { momentSql, numberSql } from '../../rule/condition-sql'
import type { RuleContext } from '../../rule/moments'
import type { Params } from '../../rule/params'
import { typedPath } from '../../rule/path'

/** People of one question: their answer is read in some 20 ms, during which nothing else is done. */
const pageSize = 10_000
const dayMs = 86_400_000

/** A trait with the values of it that count, when it has values rather than numbers. */
export interface Measure extends LookalikeTrait {
  readonly values: readonly string[]
}

/** People with a number for each measure: NaN where there is none; for values their place from 1 on, 0 for any other. */
export interface People {
  readonly ids: readonly string[]
  readonly isSeed: Uint8Array
  readonly columns: readonly Float64Array[]
}

export interface PeopleQuestion {
  readonly workspaceId: string
  readonly seed: Rule
  /** Null is everybody. The seed counts only as far as it lies within. */
  readonly base: Rule | null
  readonly context: RuleContext
}

const everybody: Rule = { kind: 'all', of: [] }

/** Which values of the categories count: the most frequent ones among everybody, in their order. */
export async function readMeasures(
  facts: Facts,
  workspaceId: string,
  traits: readonly LookalikeTrait[],
): Promise<Measure[]> {
  return Promise.all(
    traits.map(async (trait) => {
      if (!hasValues(trait)) return { ...trait, values: [] }
      const rows = await facts.query<{ value: string }>(
        `SELECT value FROM (
           SELECT ${valueSql(trait)} AS value FROM profiles FINAL WHERE workspace_id = {workspaceId:UUID})
         WHERE isNotNull(value) AND value != ''
         GROUP BY value ORDER BY count() DESC, value LIMIT {most:UInt32}`,
        { workspaceId, most: lookalikeLimits.valuesMax },
      )
      return { ...trait, values: rows.map(({ value }) => value) }
    }),
  )
}

/** The numbers of everybody in the base or the seed, page by page. `told` hears how many have been read. */
export async function readPeople(
  facts: Facts,
  question: PeopleQuestion,
  measures: readonly Measure[],
  told: (people: number) => Promise<void>,
): Promise<People> {
  const collected = collector(measures.length)
  let after: string | null = null
  for (;;) {
    const page: Page = await readPage(facts, question, measures, after)
    collected.add(page)
    if (collected.size() > lookalikeLimits.peopleMax) throw tooMany()
    await told(collected.size())
    after = page.last
    if (page.read < pageSize || after === null) return collected.done()
  }
}

interface Page {
  readonly read: number
  readonly last: string | null
  readonly ids: readonly string[]
  readonly is_seed: readonly number[]
  readonly columns: readonly (readonly (number | null)[])[]
}

async function readPage(
  facts: Facts,
  { workspaceId, seed, base, context }: PeopleQuestion,
  measures: readonly Measure[],
  after: string | null,
): Promise<Page> {
  const names = measures.map((_, index) => `c${index}`)
  const rules = [seed, base ?? everybody]
  const write = (parts: Parts) => ({
    is_seed: `toUInt8(${ruleSql(seed, parts)})`,
    in_base: `toUInt8(${ruleSql(base ?? everybody, parts)})`,
  })
  const columns = (bound: Params) =>
    Object.fromEntries(measures.map((measure, index) => [names[index], numberOf(measure, context, bound)]))
  const { text, params } = figuresSql(workspaceId, rules, context, write, { after, columns })
  // a group of values leaves nulls out; inside a tuple they stay
  const lists = names.map((name) => `arrayMap(one -> one.1, groupArrayIf(tuple(${name}), in_base = 1))`)
  const [row] = await facts.query<Page>(
    `SELECT count() AS read, if(count() = 0, NULL, toString(argMax(profile_id, profile_id))) AS last,
            groupArrayIf(profile_id, in_base = 1) AS ids, groupArrayIf(is_seed, in_base = 1) AS is_seed,
            [${lists.join(', ')}] AS columns
     FROM (SELECT * FROM (${text}) ORDER BY profile_id LIMIT {pageSize:UInt32})`,
    { ...params, pageSize },
  )
  return row ?? { read: 0, last: null, ids: [], is_seed: [], columns: [] }
}

/**
 * A trait as a number or null. Amounts are rounded up and days are whole, so that a cut at a whole number means the same
 * here and in a rule. A date to come is none.
 */
function numberOf(measure: Measure, { now, timezone }: RuleContext, params: Params): string {
  const { trait, kind, values } = measure
  if (hasValues(measure))
    return values.length === 0
      ? "CAST(NULL, 'Nullable(Float64)')"
      : `toFloat64(indexOf(${params.bind('Array(String)', values)}, ifNull(${valueSql(measure)}, '')))`
  if (kind === 'number') return numberSql('traits', trait)
  if (kind === 'money') return `ceil(${numberSql('traits', trait)})`
  const moment = momentSql(typedPath('traits', trait, 'String'), params.bind('String', timezone))
  const elapsed = `${params.bind('Int64', now.getTime())} - ${moment}`
  const days = `least(intDiv(${elapsed}, ${dayMs}), ${lookalikeLimits.daysMax})`
  return `if(${elapsed} >= 0, toFloat64(${days}), NULL)`
}

export function hasValues({ kind }: LookalikeTrait): boolean {
  return kind === 'choice' || kind === 'hour'
}

function valueSql({ trait, kind }: LookalikeTrait): string {
  return kind === 'hour'
    ? `toString(toInt64(${numberSql('traits', trait)}))`
    : typedPath('traits', trait, 'String')
}

function collector(count: number) {
  const ids: string[] = []
  const seeds: Uint8Array[] = []
  const pages: Float64Array[][] = []

  return {
    size: () => ids.length,

    add(page: Page): void {
      for (const id of page.ids) ids.push(id)
      seeds.push(Uint8Array.from(page.is_seed))
      pages.push(page.columns.map((column) => Float64Array.from(column, (value) => value ?? Number.NaN)))
    },

    done(): People {
      const columns = Array.from({ length: count }, (_, column) => {
        const all = new Float64Array(ids.length)
        let at = 0
        for (const page of pages) {
          const values = page[column] ?? new Float64Array()
          all.set(values, at)
          at += values.length
        }
        return all
      })
      const isSeed = new Uint8Array(ids.length)
      let at = 0
      for (const page of seeds) {
        isSeed.set(page, at)
        at += page.length
      }
      return { ids, isSeed, columns }
    },
  }
}

function tooMany(): Failure {
  return new Failure('too_large', `more than ${lookalikeLimits.peopleMax} people`, {
    code: 'too_many_people',
  })
}
