import type { Facts } from '../../../platform/clickhouse'
import { numberSql } from '../rule/condition-sql'

/** What buyers of a shop spend: the least of each tier, in minor units. */
interface ValueTiers {
  /** Those from `a` on spend 80 % together, those from `b` on 95 %. */
  readonly a: number
  readonly b: number
  /** The spend of the last one in the first 1, 10, 30 and 70 of a hundred. */
  readonly top1: number
  readonly top10: number
  readonly top30: number
  readonly top70: number
}

/** What ready-made segments take their thresholds and names from. */
export interface ShopFigures {
  /** Null while nobody has bought. */
  readonly tiers: ValueTiers | null
  /** The median of what buyers usually take from one order to the next; null where nobody ordered twice. */
  readonly cycleDays: number | null
  /** What most people like best, most people first. */
  readonly categories: readonly string[]
  readonly channels: readonly string[]
}

/** Amounts as the two languages write them. */
export interface Amounts {
  zh(minor: number): string
  en(minor: number): string
}

/** Categories and channels that get a segment of their own. */
const favouritesMax = 5

/** The figures of a shop as of now. */
export async function shopFigures(facts: Facts, workspaceId: string): Promise<ShopFigures> {
  const [tiers, cycleDays, categories, channels] = await Promise.all([
    valueTiers(facts, workspaceId),
    medianCycle(facts, workspaceId),
    favourites(facts, workspaceId, 'favourite_category'),
    favourites(facts, workspaceId, 'favourite_channel'),
  ])
  return { tiers, cycleDays, categories, channels }
}

async function valueTiers(facts: Facts, workspaceId: string): Promise<ValueTiers | null> {
  const [row] = await facts.query<ValueTiers & { readonly buyers: number }>(
    `WITH arrayCumSum(spent) AS sums,
          share -> spent[toUInt32(ceil(share * length(spent)))] AS rank,
          share -> spent[arrayFirstIndex(sum -> sum >= share * sums[-1], sums)] AS part
     SELECT length(spent) AS buyers,
            part(0.8)  AS a,     part(0.95) AS b,
            rank(0.01) AS top1,  rank(0.1)  AS top10,
            rank(0.3)  AS top30, rank(0.7)  AS top70
     FROM (
       SELECT arrayReverseSort(groupArray(assumeNotNull(traits.revenue.:Int64))) AS spent
       FROM profiles FINAL
       WHERE workspace_id = {workspaceId:UUID} AND traits.revenue.:Int64 > 0)`,
    { workspaceId },
  )
  if (!row || row.buyers === 0) return null
  const { buyers: _, ...tiers } = row
  return tiers
}

async function medianCycle(facts: Facts, workspaceId: string): Promise<number | null> {
  const [row] = await facts.query<{ people: number; days: number }>(
    `SELECT count() AS people, quantileExact(0.5)(cycle) AS days
     FROM (
       SELECT ${numberSql('traits', 'purchase_cycle_days')} AS cycle
       FROM profiles FINAL WHERE workspace_id = {workspaceId:UUID})
     WHERE cycle > 0`,
    { workspaceId },
  )
  return row && row.people > 0 ? row.days : null
}

async function favourites(
  facts: Facts,
  workspaceId: string,
  trait: 'favourite_category' | 'favourite_channel',
): Promise<string[]> {
  const rows = await facts.query<{ value: string }>(
    `SELECT traits.${trait}.:String AS value, count() AS people
     FROM profiles FINAL
     WHERE workspace_id = {workspaceId:UUID} AND value != ''
     GROUP BY value
     ORDER BY people DESC, value
     LIMIT ${favouritesMax}`,
    { workspaceId },
  )
  return rows.map(({ value }) => value)
}
