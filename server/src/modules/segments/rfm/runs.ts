import type { RfmRun, RfmRunBrief, RfmSummary } from '@rapport/contract'
import { DateTime } from 'luxon'
import { Failure, found } from '../../../kernel/failure'
import { deriveId } from '../../../kernel/id'
import { minorDigits } from '../../../kernel/money'
import type { Page } from '../../../kernel/page'
import type { Actor } from '../../../platform/http'
import type { Json, Message } from '../../events'
import { latestFirst } from '../background'
import type { SegmentsDeps } from '../deps'
import { endOf } from '../rule/moments'
import { type BuyerRow, type BuyersQuestion, lastOrderAt, readBuyers, readFigures } from './buyers'
import type { RfmConfigs } from './configs'
import { dateInFuture, nobodyOrdered } from './refusals'
import { cutPoints } from './score'
import {
  findLatestRun,
  findRun,
  findUnfinishedRuns,
  finishRun,
  insertRun,
  listRuns,
  type RunRow,
  saveProgress,
} from './store'
import { createSummary, meansOf, type Scored } from './summary'

/** People of one part: 10 MB of rows. */
const partSize = 50_000
/** Messages of one append to the journal. */
const batchSize = 1_000

/** The process ends; the next one goes on with the run. */
class Stopped extends Error {}

type ScoreTraits = Readonly<Record<keyof BuyerRow['known'], Json>>

const noScores: ScoreTraits = {
  rfm_recency: null,
  rfm_frequency: null,
  rfm_monetary: null,
  rfm_segment: null,
  rfm_class: null,
}

/** Scoring everybody: in the background, repeatable, told through the journal. */
export function createRfmRuns(deps: SegmentsDeps, configs: RfmConfigs) {
  const { db, facts, now, newId, audit, settingsOf, record, reached, log } = deps
  const underWay = new Map<string, Promise<void>>()
  let isStopping = false

  /** Scores everybody and tells the changes. Killed anywhere it can be done again: what was told is not told twice. */
  async function score(workspaceId: string, run: RunRow): Promise<RfmSummary> {
    const { currency, timezone } = await settingsOf(workspaceId)
    const question: BuyersQuestion = {
      workspaceId,
      asOf: run.asOf,
      before: new Date(Math.min(endOf(run.asOf, timezone), run.startedAt.getTime() + 1)),
      timezone,
      netOfRefunds: run.config.netOfRefunds,
    }
    const columns = await readFigures(facts, question)
    if (columns.frequency.length === 0) throw nobodyOrdered(run.asOf)
    const points = cutPoints(run.config.method, columns, 10 ** minorDigits(currency))
    const summary = createSummary(run.config, points, meansOf(columns))

    const parts = Math.ceil(columns.frequency.length / partSize)
    let done = 0
    let changed = 0
    let position = 0
    for (let index = 0; index < parts; index += 1) {
      if (isStopping) throw new Stopped()
      const people = await readBuyers(facts, question, { index, count: parts })
      const messages: Message[] = []
      for (const person of people) {
        const traits = person.frequency > 0 ? traitsOf(summary.add(person)) : noScores
        if (isChanged(person, traits)) messages.push(scoreMessage(run, person.profileId, traits))
        if (person.frequency > 0) done += 1
      }
      if (run.writesTraits) {
        position = Math.max(position, await tell(workspaceId, messages))
        changed += messages.length
      }
      await saveProgress(db, workspaceId, run.runId, done, columns.frequency.length, changed)
    }
    if (position > 0) await reached(position)
    return summary.present()
  }

  async function tell(workspaceId: string, messages: readonly Message[]): Promise<number> {
    let position = 0
    for (let from = 0; from < messages.length; from += batchSize)
      position = await record(workspaceId, 'rfm', messages.slice(from, from + batchSize))
    return position
  }

  async function carryOut(workspaceId: string, run: RunRow): Promise<void> {
    try {
      const summary = await score(workspaceId, run)
      await finishRun(db, workspaceId, run.runId, { summary, problem: null }, now())
    } catch (error) {
      if (error instanceof Stopped) return
      const isExpected = error instanceof Failure
      if (!isExpected) log.error({ err: error, workspaceId, runId: run.runId }, 'an RFM run failed')
      const problem = isExpected ? String(error.details.code ?? error.code) : 'internal'
      await finishRun(db, workspaceId, run.runId, { summary: null, problem }, now())
    }
  }

  function begin(workspaceId: string, run: RunRow): void {
    const work = carryOut(workspaceId, run)
      .catch((error: unknown) => log.error({ err: error, runId: run.runId }, 'an RFM run was cut short'))
      .finally(() => underWay.delete(run.runId))
    underWay.set(run.runId, work)
  }

  async function load(workspaceId: string, id: string): Promise<RunRow> {
    return found(await findRun(db, workspaceId, id), 'RFM run', id)
  }

  return {
    /** Starts to score everybody as of a day, and answers at once. */
    async start(actor: Actor, asked: { asOf?: string; writesTraits: boolean }): Promise<RfmRun> {
      const { workspaceId } = actor
      const { timezone } = await settingsOf(workspaceId)
      const today = dayOf(now(), timezone)
      const asOf = asked.asOf ?? today
      if (asOf > today) throw dateInFuture(asOf)
      const run = newRun(newId(), asOf, asked.writesTraits, await configs.get(workspaceId), actor.name, now())
      await db.transaction(async (tx) => {
        if (!(await insertRun(tx, workspaceId, run))) throw alreadyRunning()
        const note = { action: 'rfm.run', objectKind: 'rfm_run', objectId: run.runId, summary: `RFM ${asOf}` }
        await audit.record(actor, { ...note, after: { asOf, writesTraits: asked.writesTraits } }, tx)
      })
      begin(workspaceId, run)
      return presentRun(run)
    },

    run: async (workspaceId: string, id: string): Promise<RfmRun> => presentRun(await load(workspaceId, id)),

    async latest(workspaceId: string) {
      const { timezone } = await settingsOf(workspaceId)
      const [run, current, last] = await Promise.all([
        findLatestRun(db, workspaceId, ['done']),
        findLatestRun(db, workspaceId, ['running']),
        lastOrderAt(facts, workspaceId, now()),
      ])
      return {
        run: run && presentRun(run),
        current: current && presentBrief(current),
        lastOrderDay: last && dayOf(last, timezone),
      }
    },

    async list(workspaceId: string, query: { cursor?: string; limit: number }): Promise<Page<RfmRunBrief>> {
      return latestFirst(query, {
        list: (range) => listRuns(db, workspaceId, range),
        idOf: ({ runId }) => runId,
        present: presentBrief,
      })
    },

    /** Goes on with runs that an earlier process left. */
    async resume(): Promise<void> {
      for (const { workspaceId, runId } of await findUnfinishedRuns(db)) {
        if (!underWay.has(runId)) begin(workspaceId, await load(workspaceId, runId))
      }
    },

    /** Resolves when nothing is being scored. */
    async settled(): Promise<void> {
      await Promise.all(underWay.values())
    },

    /** Leaves what is going on at the next chance; `resume` of the next process goes on with it. */
    async stop(): Promise<void> {
      isStopping = true
      await Promise.all(underWay.values())
    },
  }
}

function newRun(
  runId: string,
  asOf: string,
  writesTraits: boolean,
  config: RunRow['config'],
  startedBy: string,
  startedAt: Date,
): RunRow {
  return {
    runId,
    state: 'running',
    asOf,
    writesTraits,
    config,
    summary: null,
    people: 0,
    changed: 0,
    done: 0,
    total: 0,
    problem: null,
    startedAt,
    startedBy,
    finishedAt: null,
  }
}

function traitsOf(scored: Scored): ScoreTraits {
  return {
    rfm_recency: scored.recency,
    rfm_frequency: scored.frequency,
    rfm_monetary: scored.monetary,
    rfm_segment: scored.segment,
    rfm_class: scored.class,
  }
}

function isChanged({ known }: BuyerRow, traits: ScoreTraits): boolean {
  return (Object.keys(traits) as (keyof ScoreTraits)[]).some((name) => known[name] !== traits[name])
}

function scoreMessage(run: RunRow, profileId: string, traits: ScoreTraits): Message {
  return {
    messageId: deriveId('rfm', run.runId, profileId),
    type: 'set_traits',
    profileId,
    traits,
    timestamp: run.startedAt.toISOString(),
  }
}

function presentRun(row: RunRow): RfmRun {
  return { ...presentBrief(row), config: row.config, summary: row.summary }
}

function presentBrief(row: RunRow): RfmRunBrief {
  const { runId, done, total, startedAt, finishedAt, config: _, summary: __, ...rest } = row
  return {
    ...rest,
    id: runId,
    progress: { done, total },
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  }
}

function dayOf(moment: Date, timezone: string): string {
  return DateTime.fromJSDate(moment, { zone: timezone }).toFormat('yyyy-MM-dd')
}

function alreadyRunning(): Failure {
  return new Failure('conflict', 'customers are being scored already', { code: 'rfm_running' })
}
