import type { AudienceEstimate, Rule, SegmentOverlap } from '@rapport/contract'
import { Failure } from '../../kernel/failure'
import type { createAudiences } from './audience'
import type { SegmentsDeps } from './deps'
import { estimateOf } from './estimate'
import { type OverlapSet, overlapOf } from './overlap'
import { audienceSql } from './rule/compile'
import type { RuleContext } from './rule/moments'
import { loadSegmentRules } from './rule/segments'
import { readableSql } from './sql-text'
import { findSegments } from './store'

interface Asking {
  readonly audiences: Pick<ReturnType<typeof createAudiences>, 'count'>
  readonly settingsAt: (workspaceId: string) => Promise<{ context: RuleContext }>
}

/** What the builder asks about a rule that is being written. */
export function createQuestions({ db, facts }: SegmentsDeps, { audiences, settingsAt }: Asking) {
  const contextFor = async (workspaceId: string, rules: readonly Rule[]): Promise<RuleContext> => {
    const [{ context }, segments] = await Promise.all([
      settingsAt(workspaceId),
      loadSegmentRules(rules, (ids) => findSegments(db, workspaceId, ids)),
    ])
    return { ...context, segments }
  }

  async function setsOf(workspaceId: string, ids: readonly string[]): Promise<OverlapSet[]> {
    const rows = await findSegments(db, workspaceId, ids)
    return ids.map((id) => {
      const row = rows.find(({ segmentId }) => segmentId === id)
      if (!row) throw segmentMissing(id)
      return { id, name: row.name, rule: row.rule }
    })
  }

  return {
    async estimate(workspaceId: string, rule: Rule): Promise<AudienceEstimate> {
      const context = await contextFor(workspaceId, [rule])
      return estimateOf(facts, workspaceId, rule, context, () => audiences.count(workspaceId, rule, context))
    },

    /** The rule, when there is one, is the first of the sets. */
    async overlap(
      workspaceId: string,
      segmentIds: readonly string[],
      rule: Rule | undefined,
    ): Promise<SegmentOverlap> {
      const saved = await setsOf(workspaceId, segmentIds)
      const sets = rule ? [{ id: null, name: '', rule }, ...saved] : saved
      const context = await contextFor(
        workspaceId,
        sets.map((set) => set.rule),
      )
      return overlapOf(facts, workspaceId, sets, context)
    },

    async statement(workspaceId: string, rule: Rule): Promise<{ sql: string; evaluatedAt: string }> {
      const context = await contextFor(workspaceId, [rule])
      const sql = await readableSql(facts, audienceSql(workspaceId, rule, context))
      return { sql, evaluatedAt: context.now.toISOString() }
    },
  }
}

function segmentMissing(segmentId: string): Failure {
  return new Failure('unprocessable', `segment ${segmentId} does not exist; choose another`, {
    code: 'segment_missing',
    segmentId,
  })
}
