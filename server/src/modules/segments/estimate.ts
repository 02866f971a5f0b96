import type { AudienceEstimate, Rule } from '@rapport/contract'
import { wilsonInterval } from '@rapport/stats'
import type { Facts } from '../../platform/clickhouse'
import { countEverybody } from './audience'
import { answersSql, type IdRange } from './rule/compile'
import type { RuleContext } from './rule/moments'

/**
 * People whose id's second half, which is random or a hash, begins in a 32nd of its range. ClickHouse orders ids by that
 * half, so their rows lie together and the others are not read; the same people are asked each time.
 */
const thirtySecond: IdRange = {
  from: '00000000-0000-0000-8000-000000000000',
  before: '00000000-0000-0000-8200-000000000000',
}

/** Fewer people tell too little; a workspace with so few is counted exactly in no time. */
const sampledMin = 1_000

/** About how many people a rule holds for, with Wilson's 95 % interval; exactly when the workspace is small. */
export async function estimateOf(
  facts: Facts,
  workspaceId: string,
  rule: Rule,
  context: RuleContext,
  exactly: () => Promise<number>,
): Promise<AudienceEstimate> {
  const { text, params } = answersSql(workspaceId, [rule], context, { range: thirtySecond })
  const [[row], everybody] = await Promise.all([
    facts.query<{ sampled: number; hits: number }>(
      `SELECT count() AS sampled, countIf(holds[1] = 1) AS hits FROM (${text})`,
      params,
    ),
    countEverybody(facts, workspaceId),
  ])
  const { sampled, hits } = row ?? { sampled: 0, hits: 0 }
  const asOf = { everybody, evaluatedAt: context.now.toISOString() }
  if (sampled < sampledMin) {
    const people = await exactly()
    return { ...asOf, people, low: people, high: people, sampled: everybody, isExact: true }
  }
  const { estimate, low, high } = wilsonInterval(hits, sampled)
  return {
    ...asOf,
    people: Math.round(estimate * everybody),
    low: Math.floor(low * everybody),
    high: Math.ceil(high * everybody),
    sampled,
    isExact: false,
  }
}
