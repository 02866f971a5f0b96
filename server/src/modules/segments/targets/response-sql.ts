import type { Rule } from '@rapport/contract'
import { answersSql } from '../rule/compile'
import type { RuleContext } from '../rule/moments'
import type { Statement } from '../rule/params'
import type { PastCampaign } from './ports'

const dayMs = 86_400_000
/** Launching takes its time: whoever was assigned within so long of the beginning is in reach of the scan. */
const launchDaysMax = 7

export interface ResponseQuestion {
  readonly workspaceId: string
  readonly rules: readonly Rule[]
  /** The moment of the launch. */
  readonly context: RuleContext
  readonly campaign: PastCampaign
}

/**
 * How many people of each rule were treated and held out by a campaign, and how many of them converted within its window;
 * at the end of each list everybody. Membership is as of the launch: whom a campaign made buy is not in a group of buyers
 * because of it. People are those of today, and the first assignment counts, as in the results of the campaign itself.
 */
export function responseSql({ workspaceId, rules, context, campaign }: ResponseQuestion): Statement {
  const { text, params } = answersSql(workspaceId, rules, context)
  const counted = (condition: string) =>
    `sumForEach(arrayMap(one -> toUInt64(one = 1 AND ${condition}), arrayPushBack(holds, 1)))`
  return {
    text: `
SELECT ${counted("arm = 'treated'")} AS treated,
       ${counted("arm = 'treated' AND has_converted")} AS treated_converted,
       ${counted("arm = 'holdout'")} AS held_out,
       ${counted("arm = 'holdout' AND has_converted")} AS held_out_converted
FROM (${text}) AS who
INNER JOIN (${outcomeSql}) AS person ON person.owner_id = who.profile_id`,
    params: {
      ...params,
      workspaceId,
      campaignId: campaign.campaignId,
      conversionEvent: campaign.conversionEvent,
      windowDays: campaign.windowDays,
      fromMs: campaign.launchedAt.getTime(),
      toMs: campaign.launchedAt.getTime() + (campaign.windowDays + launchDaysMax) * dayMs,
    },
  }
}

const workspace = 'workspace_id = {workspaceId:UUID}'
const alias = `SELECT node_id, profile_id FROM profile_aliases FINAL WHERE ${workspace}`

/** Rows with a node_id, with the profile that the node belongs to today as owner_id. */
const ofToday = (rows: string, columns: string) => `
  SELECT if(empty(alias.profile_id), found.node_id, alias.profile_id) AS owner_id, ${columns}
  FROM (${rows}) AS found
  LEFT ANY JOIN (${alias}) AS alias ON alias.node_id = found.node_id`

const assignedSql = `
  SELECT node.owner_id AS owner_id, argMin(node.arm, (node.at, toString(node.node_id))) AS arm,
         min(node.at) AS assigned_at
  FROM (${ofToday(
    `SELECT profile_id AS node_id, min(time) AS at, argMin(ifNull(properties.arm.:String, ''), time) AS arm
     FROM events
     WHERE ${workspace} AND name = 'campaign_assigned' AND type = 'track' AND source = 'rapport'
       AND properties.campaign_id.:String = {campaignId:String}
     GROUP BY node_id`,
    'found.node_id AS node_id, found.at AS at, found.arm AS arm',
  )}) AS node
  GROUP BY owner_id`

const conversionsSql = ofToday(
  `SELECT profile_id AS node_id, time
   FROM events
   WHERE ${workspace} AND name = {conversionEvent:String} AND type = 'track'
     AND time >= fromUnixTimestamp64Milli({fromMs:Int64}, 'UTC')
     AND time < fromUnixTimestamp64Milli({toMs:Int64}, 'UTC')`,
  'found.time AS time',
)

const outcomeSql = `
  SELECT assigned.owner_id AS owner_id, any(assigned.arm) AS arm,
         countIf(act.time >= assigned.assigned_at
                 AND act.time < assigned.assigned_at + toIntervalDay({windowDays:UInt32})) > 0 AS has_converted
  FROM (${conversionsSql}) AS act
  RIGHT JOIN (${assignedSql}) AS assigned ON assigned.owner_id = act.owner_id
  GROUP BY owner_id`
