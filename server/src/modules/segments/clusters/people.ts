import { type ClusterTrait, clusterLimits, type Rule } from '@rapport/contract'
import type { Points } from '@rapport/stats'
import { Failure } from '../../../kernel/failure'
import type { Facts } from '../../../platform/clickhouse'
import { audienceSql } from '../rule/compile'
import { momentSql, numberSql } from '../rule/condition-sql'
import type { RuleContext } from '../rule/moments'
import type { Params } from '../rule/params'
import { typedPath } from '../rule/path'

/** People of one question: their answer is read in some 20 ms, during which nothing else is done. */
const pageSize = 25_000

const dayMs = 86_400_000

/** People with their numbers, NaN where one is missing. */
export interface People {
  readonly ids: readonly string[]
  readonly points: Points
  readonly leftOut: number
  /** Which traits those who were left out lack: a bit each, from the first trait on. */
  readonly lacking: ReadonlySet<number>
}

export interface PeopleQuestion {
  readonly workspaceId: string
  /** Null is everybody. */
  readonly rule: Rule | null
  readonly context: RuleContext
  readonly traits: readonly ClusterTrait[]
  readonly leavesOut: boolean
}

/** The numbers of everybody whom a rule holds for, page by page. `told` hears how many people have been read. */
export async function readPeople(
  facts: Facts,
  question: PeopleQuestion,
  told: (people: number) => Promise<void>,
): Promise<People> {
  const collected = collector(question)
  let after: string | null = null
  for (;;) {
    const page: Page = await readPage(facts, question, after)
    collected.add(page)
    if (collected.size() > clusterLimits.peopleMax) throw tooMany()
    await told(collected.size())
    after = page.ids.at(-1) ?? null
    if (page.ids.length < pageSize || after === null) return collected.done()
  }
}

/** A page as columns: far less text than a row for each. */
interface Page {
  readonly ids: readonly string[]
  readonly columns: readonly (readonly (number | null)[])[]
}

async function readPage(
  facts: Facts,
  { workspaceId, rule, context, traits }: PeopleQuestion,
  after: string | null,
): Promise<Page> {
  const names = traits.map((_, index) => `c${index}`)
  const { text, params } = audienceSql(workspaceId, rule ?? { kind: 'all', of: [] }, context, {
    after,
    columns: (bound) =>
      Object.fromEntries(traits.map((trait, index) => [names[index], traitSql(trait, context, bound)])),
  })
  // a group of values leaves nulls out; inside a tuple they stay
  const lists = names.map((name) => `arrayMap(one -> one.1, groupArray(tuple(${name})))`)
  const [row] = await facts.query<{ ids: string[]; columns: (number | null)[][] }>(
    `SELECT groupArray(profile_id) AS ids, [${lists.join(', ')}] AS columns
     FROM (SELECT * FROM (${text}) ORDER BY profile_id LIMIT {pageSize:UInt32})`,
    { ...params, pageSize },
  )
  return { ids: row?.ids ?? [], columns: row?.columns ?? [] }
}

/**
 * A trait as a number or null. Amounts are rounded up and days are whole, so that a cut at a whole number means the same
 * here and in a rule. A date to come is none.
 */
function traitSql({ trait, kind }: ClusterTrait, { now, timezone }: RuleContext, params: Params): string {
  if (kind === 'number') return numberSql('traits', trait)
  if (kind === 'money') return `ceil(${numberSql('traits', trait)})`
  const moment = momentSql(typedPath('traits', trait, 'String'), params.bind('String', timezone))
  const elapsed = `${params.bind('Int64', now.getTime())} - ${moment}`
  const days = `least(intDiv(${elapsed}, ${dayMs}), ${clusterLimits.daysMax})`
  return `if(${elapsed} >= 0, toFloat64(${days}), NULL)`
}

function collector({ traits, leavesOut }: PeopleQuestion) {
  const ids: string[] = []
  const pages: Float64Array[] = []
  const lacking = new Set<number>()
  let leftOut = 0

  return {
    size: () => ids.length,

    add(page: Page): void {
      const values = new Float64Array(page.ids.length * traits.length)
      let kept = 0
      for (const [row, id] of page.ids.entries()) {
        let missing = 0
        for (const [column, list] of page.columns.entries()) {
          const value = list[row] ?? Number.NaN
          if (Number.isNaN(value)) missing |= 1 << column
          values[kept * traits.length + column] = value
        }
        if (leavesOut && missing !== 0) {
          leftOut += 1
          lacking.add(missing)
          continue
        }
        ids.push(id)
        kept += 1
      }
      pages.push(values.subarray(0, kept * traits.length))
    },

    done(): People {
      const values = new Float64Array(ids.length * traits.length)
      let at = 0
      for (const page of pages) {
        values.set(page, at)
        at += page.length
      }
      return { ids, points: { rows: ids.length, columns: traits.length, values }, leftOut, lacking }
    },
  }
}

function tooMany(): Failure {
  return new Failure('too_large', `more than ${clusterLimits.peopleMax} people`, { code: 'too_many_people' })
}
