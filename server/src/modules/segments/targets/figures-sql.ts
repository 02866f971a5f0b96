import { comparisonLimits, type Rule } from '@rapport/contract'
import { ownerId, ownerJoin } from '../owner-sql'
import { reachAggregates, reachColumns } from '../reach'
import { figuresSql, ruleSql } from '../rule/compile'
import type { RuleContext } from '../rule/moments'
import type { Params, Statement } from '../rule/params'

const dayMs = 86_400_000
const { yearDays, quarterDays } = comparisonLimits

export interface FiguresQuestion {
  readonly workspaceId: string
  readonly rules: readonly Rule[]
  readonly context: RuleContext
  readonly consentRule: 'granted' | 'not_withdrawn'
  readonly suppressedKeys: readonly string[]
}

/**
 * Size, value and reach of many rules in one pass: a row for each by its place from 1 on, and one for everybody at 0. Each
 * person's answers and spending are worked out once and then counted for every rule that holds.
 */
export function comparedSql(question: FiguresQuestion): Statement {
  const { text, params } = peopleSql(question)
  const { now } = question.context
  return {
    text: `
SELECT place, count() AS people,
       ${spentAggregates('year')}, ${spentAggregates('quarter')},
       ${reachAggregates(question.consentRule).join(',\n       ')}
FROM (
  SELECT *, arrayJoin(arrayPushFront(arrayFilter((_, one) -> one = 1, arrayEnumerate(holds), holds), toUInt32(0))) AS place
  FROM (${text}) AS person
  LEFT ANY JOIN (${spentSql}) AS spent ON spent.owner_id = person.profile_id
)
GROUP BY place`,
    params: {
      ...params,
      workspaceId: question.workspaceId,
      yearMs: now.getTime() - yearDays * dayMs,
      quarterMs: now.getTime() - quarterDays * dayMs,
      nowMs: now.getTime(),
    },
  }
}

/** What another part of a long suppression list takes out of reach. */
export function listedSql(question: FiguresQuestion, aggregates: readonly string[]): Statement {
  const { text, params } = peopleSql(question)
  return {
    text: `
SELECT place, ${aggregates.join(', ')}
FROM (SELECT *, arrayJoin(arrayFilter((_, one) -> one = 1, arrayEnumerate(holds), holds)) AS place FROM (${text}))
GROUP BY place`,
    params,
  }
}

function peopleSql({ workspaceId, rules, context, suppressedKeys }: FiguresQuestion): Statement {
  return figuresSql(
    workspaceId,
    rules,
    context,
    (parts) => ({ holds: `[${rules.map((rule) => `toUInt8(${ruleSql(rule, parts)})`).join(', ')}]` }),
    { columns: (bound: Params) => reachColumns(suppressedKeys, bound) },
  )
}

const spentAggregates = (span: 'year' | 'quarter') =>
  [
    `sum(${span}_revenue) AS ${span}_revenue_minor`,
    `sum(${span}_orders) AS ${span}_order_count`,
    `countIf(${span}_orders > 0) AS ${span}_buyers`,
    `quantileExactInclusive(0.5)(${span}_revenue) AS ${span}_median`,
  ].join(', ')

const isOrder = `name = 'Order Completed'`
const net = `if(${isOrder}, value_minor, -value_minor)`
const inQuarter = `time > fromUnixTimestamp64Milli({quarterMs:Int64}, 'UTC')`

/** Orders less refunds of everybody who had any, by the profile of today. */
const spentSql = `
    SELECT ${ownerId} AS owner_id,
           sum(node.year_revenue) AS year_revenue, sum(node.year_orders) AS year_orders,
           sum(node.quarter_revenue) AS quarter_revenue, sum(node.quarter_orders) AS quarter_orders
    FROM (
      SELECT profile_id AS node_id,
             sum(${net}) AS year_revenue, countIf(${isOrder}) AS year_orders,
             sumIf(${net}, ${inQuarter}) AS quarter_revenue, countIf(${isOrder} AND ${inQuarter}) AS quarter_orders
      FROM events
      WHERE workspace_id = {workspaceId:UUID} AND name IN ('Order Completed', 'Order Refunded') AND type = 'track'
        AND time > fromUnixTimestamp64Milli({yearMs:Int64}, 'UTC')
        AND time <= fromUnixTimestamp64Milli({nowMs:Int64}, 'UTC')
      GROUP BY node_id
    ) AS node
    ${ownerJoin}
    GROUP BY owner_id`
