import { type RfmConfig, type RfmTransitions, rfmClassKeys, rfmNoneKey, rfmOtherKey } from '@rapport/contract'
import { DateTime } from 'luxon'
import { minorDigits } from '../../../kernel/money'
import { decodeCursor, type Page, pageOf } from '../../../kernel/page'
import type { SegmentsDeps } from '../deps'
import { endOf } from '../rule/moments'
import { type BuyersQuestion, readBuyers, readFigures } from './buyers'
import type { RfmConfigs } from './configs'
import { classKeyOf, segmentKeyOf } from './groups'
import { dateInFuture, datesReversed, nobodyOrdered } from './refusals'
import { type BuyerFigures, cutPoints, scoresOf } from './score'
import { meansOf } from './summary'

/** People of one part: 10 MB of rows. */
const partSize = 50_000

export interface TransitionQuery {
  readonly from: string
  readonly to: string
  readonly by: RfmTransitions['by']
}

/** One day as it is compared: who is asked, how many there are, and which group figures mean. */
interface Scoring {
  readonly question: BuyersQuestion
  readonly people: number
  groupOf(figures: BuyerFigures): string
}

/** Where customers went between two days. Every day is scored by its own cut points, as a run of that day would. */
export function createTransitions(
  { facts, now, settingsOf }: Pick<SegmentsDeps, 'facts' | 'now' | 'settingsOf'>,
  configs: RfmConfigs,
) {
  async function scoringAt(workspaceId: string, day: string, by: TransitionQuery['by']): Promise<Scoring> {
    const { currency, timezone } = await settingsOf(workspaceId)
    const config = await configs.get(workspaceId)
    const question: BuyersQuestion = {
      workspaceId,
      asOf: day,
      before: new Date(Math.min(endOf(day, timezone), now().getTime() + 1)),
      timezone,
      netOfRefunds: config.netOfRefunds,
    }
    const columns = await readFigures(facts, question)
    const people = columns.frequency.length
    if (people === 0) return { question, people, groupOf: () => rfmNoneKey }
    const points = cutPoints(config.method, columns, 10 ** minorDigits(currency))
    const means = meansOf(columns)
    const groupOf = (figures: BuyerFigures) => {
      const scores = scoresOf(figures, points)
      return by === 'segment'
        ? segmentKeyOf(scores, config.segments)
        : classKeyOf(figures, scores, config.classRule, means)
    }
    return { question, people, groupOf }
  }

  /** Everybody who had ordered by the later day, with the groups of both days. */
  async function eachMove(
    workspaceId: string,
    { from, to, by }: TransitionQuery,
    visit: (profileId: string, from: string, to: string) => void,
  ): Promise<void> {
    const { timezone } = await settingsOf(workspaceId)
    if (from >= to) throw datesReversed(from, to)
    if (to > DateTime.fromJSDate(now(), { zone: timezone }).toFormat('yyyy-MM-dd')) throw dateInFuture(to)
    const [before, after] = await Promise.all([
      scoringAt(workspaceId, from, by),
      scoringAt(workspaceId, to, by),
    ])
    if (after.people === 0) throw nobodyOrdered(to)
    const count = Math.ceil(after.people / partSize)
    for (let index = 0; index < count; index += 1) {
      const groups = new Map<string, string>()
      for (const person of await readBuyers(facts, before.question, { index, count }))
        if (person.frequency > 0) groups.set(person.profileId, before.groupOf(person))
      for (const person of await readBuyers(facts, after.question, { index, count }))
        if (person.frequency > 0)
          visit(person.profileId, groups.get(person.profileId) ?? rfmNoneKey, after.groupOf(person))
    }
  }

  return {
    async transitions(workspaceId: string, query: TransitionQuery): Promise<RfmTransitions> {
      const counts = new Map<string, { from: string; to: string; people: number }>()
      await eachMove(workspaceId, query, (_, from, to) => {
        const cell = counts.get(`${from} ${to}`) ?? { from, to, people: 0 }
        cell.people += 1
        counts.set(`${from} ${to}`, cell)
      })
      const cells = [...counts.values()]
      return { ...query, keys: keysOf(await configs.get(workspaceId), query.by, cells), cells }
    },

    /** Ids of those who made one move, in their order. */
    async movers(
      workspaceId: string,
      query: TransitionQuery & {
        readonly fromKey: string
        readonly toKey: string
        readonly cursor?: string
        readonly limit: number
      },
    ): Promise<Page<string>> {
      const [after] = decodeCursor(query.cursor, 'uuid')
      const ids: string[] = []
      await eachMove(workspaceId, query, (profileId, from, to) => {
        const isBehind = after === undefined || profileId > after
        if (from === query.fromKey && to === query.toKey && isBehind) ids.push(profileId)
      })
      return pageOf(ids.sort().slice(0, query.limit + 1), query.limit, (last) => [last])
    },
  }
}

/** Groups of the settings; others only when somebody is in them. */
function keysOf(
  config: RfmConfig,
  by: TransitionQuery['by'],
  cells: readonly { readonly from: string; readonly to: string }[],
): string[] {
  const used = new Set(cells.flatMap(({ from, to }) => [from, to]))
  const named: readonly string[] = by === 'segment' ? config.segments.map(({ key }) => key) : rfmClassKeys
  return [...named, ...[rfmOtherKey, rfmNoneKey].filter((key) => used.has(key))]
}
