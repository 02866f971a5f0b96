/**
 * One row for each person that a campaign assigned, from events alone. A person is the profile of today: nodes that were
 * merged since are one. Whoever was assigned more than once, because two profiles turned out to be one person, counts
 * where the first assignment put them; at the same moment the smaller node id decides, which no outcome can influence.
 *
 * Parameters: workspaceId, campaignId, conversionEvent, windowDays, prePeriodDays, and fromMs/toMs, which only keep
 * scans short: no assigned person has a window before or after them.
 */
const workspace = 'workspace_id = {workspaceId:UUID}'
/** Other sources cannot speak for the campaigns of this workspace. */
const ours = `type = 'track' AND source = 'rapport' AND properties.campaign_id.:String = {campaignId:String}`

/** Mail programs and filters open and click too; the sender marks what it recognises. */
const byPerson = 'isNull(properties.machine.:String)'

const inReach =
  "time >= fromUnixTimestamp64Milli({fromMs:Int64}, 'UTC') AND time < fromUnixTimestamp64Milli({toMs:Int64}, 'UTC')"

const alias = `SELECT node_id, profile_id FROM profile_aliases FINAL WHERE ${workspace}`

/** Rows with a node_id, with the profile that the node belongs to today as owner_id. */
function ofToday(rows: string, columns: string): string {
  return `SELECT if(empty(alias.profile_id), found.node_id, alias.profile_id) AS owner_id, ${columns}
  FROM (${rows}) AS found
  LEFT ANY JOIN (${alias}) AS alias ON alias.node_id = found.node_id`
}

const assignedSql = `
SELECT node.owner_id AS owner_id,
       argMin(node.arm, (node.at, toString(node.node_id))) AS arm,
       min(node.at) AS assigned_at,
       uniqExact(node.arm) AS arms
FROM (${ofToday(
  `
    SELECT profile_id AS node_id, min(time) AS at, argMin(ifNull(properties.arm.:String, ''), time) AS arm
    FROM events
    WHERE ${workspace} AND name = 'campaign_assigned' AND ${ours}
    GROUP BY node_id
  `,
  'found.node_id AS node_id, found.at AS at, found.arm AS arm',
)}) AS node
GROUP BY owner_id`

const senderEvents = [
  'message_sent',
  'message_delivered',
  'message_opened',
  'message_clicked',
  'message_bounced',
  'message_unsubscribed',
  'message_complained',
  'message_skipped',
  'message_failed',
  'message_uncertain',
]
  .map((name) => `'${name}'`)
  .join(', ')

/** Everybody assigned, with what the sender said of them; a moment of 1970 is one that never was. */
const touchedSql = `
SELECT told.owner_id AS owner_id,
       argMinIf(told.arm, (told.time, toString(told.node_id)), told.name = 'campaign_assigned') AS arm,
       minIf(told.time, told.name = 'campaign_assigned') AS assigned_at,
       uniqExactIf(told.arm, told.name = 'campaign_assigned') AS arms,
       minIf(told.time, told.name = 'message_sent') AS sent_at,
       minIf(told.time, told.name = 'message_delivered') AS delivered_at,
       minIf(told.time, told.name = 'message_opened') AS opened_at,
       minIf(told.time, told.name = 'message_clicked') AS clicked_at,
       countIf(told.name = 'message_bounced') > 0 AS has_bounced,
       countIf(told.name = 'message_unsubscribed') > 0 AS has_unsubscribed,
       countIf(told.name = 'message_complained') > 0 AS has_complained,
       argMaxIf(told.reason, told.time,
                told.name IN ('message_skipped', 'message_failed', 'message_uncertain')) AS reason
FROM (${ofToday(
  `
    SELECT profile_id AS node_id, name, time, ifNull(properties.arm.:String, '') AS arm,
           ifNull(properties.reason.:String, '') AS reason
    FROM events
    WHERE ${workspace} AND name IN ('campaign_assigned', ${senderEvents}) AND ${ours} AND ${byPerson}
  `,
  `found.node_id AS node_id, found.name AS name, found.time AS time, found.arm AS arm, found.reason AS reason`,
)}) AS told
GROUP BY owner_id
HAVING countIf(told.name = 'campaign_assigned') > 0`

/** Orders, refunds and conversions of everybody, within reach of any window. */
const actsSql = ofToday(
  `
    SELECT profile_id AS node_id, name, time, value_minor
    FROM events
    WHERE ${workspace}
      AND name IN ('Order Completed', 'Order Refunded', {conversionEvent:String})
      AND type = 'track'
      AND ${inReach}
  `,
  'found.name AS name, found.time AS time, found.value_minor AS value_minor',
)

const inWindow =
  'act.time >= person.assigned_at AND act.time < person.assigned_at + toIntervalDay({windowDays:UInt32})'
const before =
  'act.time < person.assigned_at AND act.time >= person.assigned_at - toIntervalDay({prePeriodDays:UInt32})'
const isOrder = `act.name = 'Order Completed'`
const isRefund = `act.name = 'Order Refunded'`

/**
 * Everybody assigned, with what they did before and within the window: zeros for those who did nothing. The people are
 * the small side of the join, which is held in memory; everybody's orders stream past them.
 */
export const peopleSql = `
SELECT person.owner_id AS owner_id, any(person.arm) AS arm, any(person.arms) AS arms,
       any(person.assigned_at) AS assigned_at, any(person.sent_at) AS sent_at,
       any(person.delivered_at) AS delivered_at, any(person.opened_at) AS opened_at,
       any(person.clicked_at) AS clicked_at, any(person.has_bounced) AS has_bounced,
       any(person.has_unsubscribed) AS has_unsubscribed, any(person.has_complained) AS has_complained,
       any(person.reason) AS reason,
       countIf(${isOrder} AND ${inWindow}) AS orders,
       sumIf(act.value_minor, ${isOrder} AND ${inWindow}) AS revenue,
       sumIf(act.value_minor, ${isRefund} AND ${inWindow}) AS refunded,
       sumIf(act.value_minor, ${isOrder} AND ${before}) AS spent_before,
       countIf(act.name = {conversionEvent:String} AND ${inWindow}) AS conversions,
       countIf(${isOrder} AND ${inWindow} AND person.clicked_at > 0 AND act.time >= person.clicked_at)
         AS orders_after_click
FROM (${actsSql}) AS act
RIGHT JOIN (${touchedSql}) AS person ON person.owner_id = act.owner_id
GROUP BY owner_id`

/** Per arm and day since assignment: net revenue, and people whose first conversion it was. */
export const dailySql = `
SELECT arm, day, sum(revenue) AS revenue, countIf(day = first_day AND has_converted) AS converted
FROM (
  SELECT owner_id, arm, day, revenue, has_converted, minIf(day, has_converted) OVER (PARTITION BY owner_id) AS first_day
  FROM (
    SELECT act.owner_id AS owner_id, any(person.arm) AS arm,
           intDiv(toUnixTimestamp64Milli(act.time) - toUnixTimestamp64Milli(person.assigned_at), 86400000) AS day,
           sumIf(act.value_minor, ${isOrder}) - sumIf(act.value_minor, ${isRefund}) AS revenue,
           countIf(act.name = {conversionEvent:String}) > 0 AS has_converted
    FROM (${actsSql}) AS act
    INNER JOIN (${assignedSql}) AS person ON person.owner_id = act.owner_id
    WHERE ${inWindow}
    GROUP BY owner_id, day
  )
)
GROUP BY arm, day
ORDER BY day, arm`

const clicksSql = ofToday(
  `
    SELECT profile_id AS node_id, time, properties.campaign_id.:String AS campaign
    FROM events
    WHERE ${workspace} AND name = 'message_clicked' AND type = 'track' AND source = 'rapport' AND ${byPerson}
      AND ${inReach}
  `,
  'found.time AS time, found.campaign AS campaign',
)

/** Orders within the window whose last click before them, on any campaign, was on this one. */
export const attributedSql = `
SELECT count() AS orders, uniqExact(owner_id) AS people, sum(value_minor) AS revenue
FROM (
  SELECT act.owner_id AS owner_id, act.value_minor AS value_minor, act.time AS time
  FROM (${actsSql}) AS act
  INNER JOIN (${assignedSql}) AS person ON person.owner_id = act.owner_id
  WHERE ${isOrder} AND ${inWindow}
) AS bought
ASOF INNER JOIN (${clicksSql}) AS click ON click.owner_id = bought.owner_id AND bought.time >= click.time
WHERE click.campaign = {campaignId:String}`
