import type { Segments } from '../../server/src/modules/segments'
import type { Facts } from '../../server/src/platform/clickhouse'
import type { Figure } from '../report'
import { shop } from './data'
import { boughtTwiceIn, classic } from './rules'
import { bestOf } from './timing'

/** What one question and many segments at once cost, each beside the best ClickHouse query by hand. */
export async function askEverybody(facts: Facts, segments: Segments, howMany: number): Promise<Figure[]> {
  const now = new Date()
  const one = await bestOf(() => segments.count(shop, classic, now))
  const byHand = await bestOf(() =>
    facts.query(
      `SELECT count() FROM (
         SELECT profile_id,
                countIf(name = 'Order Completed' AND properties.category.:String = 'c07') AS bought,
                countIf(name = 'message_opened' AND time > now64(3) - INTERVAL 30 DAY) AS opened
         FROM events
         WHERE workspace_id = {shop:UUID} AND name IN ('Order Completed', 'message_opened')
           AND time > now64(3) - INTERVAL 90 DAY
         GROUP BY profile_id
       ) WHERE bought >= 2 AND opened = 0`,
      { shop },
    ),
  )
  const rules = boughtTwiceIn(howMany)
  const many = await bestOf(() => segments.countAll(shop, rules, now))
  return [
    {
      name: 'bought twice, opened nothing',
      value: one,
      unit: 'ms',
      limit: { name: 'by hand', value: byHand },
    },
    {
      name: `${howMany} segments in one pass`,
      value: many,
      unit: 'ms',
      limit: { name: 'by hand', value: await bestOf(() => boughtTwiceByHand(facts, now)) },
    },
  ]
}

/** Who bought twice in 90 days before a moment, for all categories in one grouped pass. */
export function boughtTwiceByHand(facts: Facts, at: Date): Promise<{ category: string; people: number }[]> {
  return facts.query(
    `SELECT category, toUInt32(count()) AS people FROM (
       SELECT profile_id, properties.category.:String AS category FROM events
       WHERE workspace_id = {shop:UUID} AND name = 'Order Completed'
         AND time > fromUnixTimestamp64Milli({atMs:Int64}) - INTERVAL 90 DAY
         AND time <= fromUnixTimestamp64Milli({atMs:Int64})
       GROUP BY profile_id, category HAVING count() >= 2
     ) GROUP BY category`,
    { shop, atMs: at.getTime() },
  )
}
