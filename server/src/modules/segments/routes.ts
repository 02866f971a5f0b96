import {
  rfmApi,
  type SegmentMember,
  segmentLiveApi,
  segmentQuestionsApi,
  segmentsApi,
} from '@rapport/contract'
import type { Page } from '../../kernel/page'
import { type Actor, type Route, route } from '../../platform/http'
import { clusterRoutes } from './clusters/routes'
import type { Segments } from './index'
import { maskMember } from './member'
import { defaultRfmConfig } from './rfm/defaults'
import { rfmPeopleRule } from './rfm/people'
import { targetRoutes } from './targets/routes'
import { traitRoutes } from './traits/routes'

/** The API of segments and of RFM. */
export function segmentRoutes(segments: Segments): Route[] {
  const { rfm, inspection, questions } = segments
  return [
    route(segmentsApi.list, async ({ workspaceId, query }) =>
      listOf(await segments.list(workspaceId, query)),
    ),
    route(segmentsApi.counts, async ({ workspaceId, query }) => ({
      items: await segments.counts(workspaceId, query.ids),
    })),
    route(segmentsApi.create, ({ actor, body }) => segments.create(actor, body)),
    route(segmentsApi.get, ({ workspaceId, params }) => segments.get(workspaceId, params.id)),
    route(segmentsApi.update, ({ actor, params, body }) => segments.update(actor, params.id, body)),
    route(segmentsApi.archive, ({ actor, params }) => segments.archive(actor, params.id)),
    route(segmentsApi.restore, ({ actor, params }) => segments.restore(actor, params.id)),
    route(segmentsApi.members, async ({ actor, workspaceId, params, query }) => {
      const { at, day, ...page } = query
      const then = at ?? day
      if (then) return masked(actor, await inspection.membersAt(workspaceId, params.id, then, page))
      const { rule } = await segments.get(workspaceId, params.id)
      return masked(actor, await segments.membersPage(workspaceId, rule, query))
    }),
    route(segmentsApi.preview, async ({ actor, workspaceId, body }) => {
      const preview = await segments.preview(workspaceId, body.rule, body.sample, body.segmentId)
      return { ...preview, sample: maskedItems(actor, preview.sample) }
    }),
    route(segmentQuestionsApi.estimate, ({ workspaceId, body }) =>
      questions.estimate(workspaceId, body.rule),
    ),
    route(segmentQuestionsApi.overlap, ({ workspaceId, body }) =>
      questions.overlap(workspaceId, body.segmentIds, body.rule),
    ),
    route(segmentQuestionsApi.statement, ({ workspaceId, body }) =>
      questions.statement(workspaceId, body.rule),
    ),
    route(segmentsApi.sentence, ({ workspaceId, body }) => segments.sentence(workspaceId, body.rule)),
    route(segmentsApi.ofCustomer, async ({ workspaceId, params }) => ({
      items: await segments.ofProfile(workspaceId, params.id),
    })),
    route(segmentsApi.readyMade, async ({ workspaceId }) => ({
      items: await segments.readyMade(workspaceId),
    })),
    route(segmentsApi.reorders, async ({ workspaceId }) => ({
      reorders: await segments.reorders(workspaceId),
    })),
    route(segmentsApi.readyMadeCounts, async ({ workspaceId }) => ({
      items: await segments.readyMadeCounts(workspaceId),
    })),

    route(segmentLiveApi.following, ({ workspaceId, params }) =>
      inspection.following(workspaceId, params.id),
    ),
    route(segmentLiveApi.sizes, ({ workspaceId, params, query }) =>
      inspection.sizes(workspaceId, params.id, query.days),
    ),
    route(segmentLiveApi.changes, async ({ actor, workspaceId, params, query }) => {
      const { items, nextCursor } = await inspection.changes(workspaceId, params.id, query)
      const seesNames = actor.permissions.has('customers:personal')
      return { items: items.map((item) => (seesNames ? item : { ...item, name: '' })), nextCursor }
    }),
    route(segmentLiveApi.why, ({ actor, workspaceId, params }) =>
      inspection.why(workspaceId, params.id, params.profileId, actor.permissions.has('customers:personal')),
    ),

    route(rfmApi.config, ({ workspaceId }) => rfm.get(workspaceId)),
    route(rfmApi.defaults, () => defaultRfmConfig),
    route(rfmApi.setConfig, ({ actor, body }) => rfm.set(actor, body)),
    route(rfmApi.run, ({ actor, body }) => rfm.start(actor, body)),
    route(rfmApi.runs, async ({ workspaceId, query }) => listOf(await rfm.list(workspaceId, query))),
    route(rfmApi.latest, ({ workspaceId }) => rfm.latest(workspaceId)),
    route(rfmApi.get, ({ workspaceId, params }) => rfm.run(workspaceId, params.id)),
    route(rfmApi.people, async ({ actor, workspaceId, query }) =>
      masked(actor, await segments.membersPage(workspaceId, rfmPeopleRule(query), query)),
    ),
    route(rfmApi.transitions, ({ workspaceId, query }) => rfm.transitions(workspaceId, query)),
    route(rfmApi.transitionPeople, async ({ actor, workspaceId, query }) =>
      masked(actor, await rfm.movers(workspaceId, query)),
    ),
    ...clusterRoutes(segments.clusters, masked),
    ...targetRoutes(segments.targets, maskedItems),
    ...traitRoutes(segments.traits, maskedItems),
  ]
}

const listOf = <T>({ items, nextCursor }: Page<T>) => ({ items: [...items], nextCursor })

function maskedItems(actor: Actor, items: readonly SegmentMember[]): SegmentMember[] {
  return actor.permissions.has('customers:personal') ? [...items] : items.map(maskMember)
}

function masked(actor: Actor, { items, nextCursor }: Page<SegmentMember>) {
  return { items: maskedItems(actor, items), nextCursor }
}
