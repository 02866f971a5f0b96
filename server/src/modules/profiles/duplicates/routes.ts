import { type DuplicatePair, duplicatesApi } from '@rapport/contract'
import { type Actor, type Route, route } from '../../../platform/http'
import type { Audit } from '../../teams'
import type { ProfileRecord } from '../face'
import type { Duplicates, Pair } from './index'

/** Every route about duplicates. */
export function duplicateRoutes(duplicates: Duplicates, audit: Pick<Audit, 'record'>): Route[] {
  return [
    route(duplicatesApi.summary, ({ workspaceId }) => duplicates.summary(workspaceId)),
    route(duplicatesApi.list, async ({ workspaceId, query }) => {
      const { items, nextCursor } = await duplicates.list(workspaceId, query)
      return { items: items.map(presentPair), nextCursor }
    }),
    route(duplicatesApi.search, ({ workspaceId }) => duplicates.beginSearch(workspaceId)),
    route(duplicatesApi.decide, async ({ actor, workspaceId, body }) => {
      const by = { name: actor.name, source: `${actor.kind}:${actor.name}` }
      const pair = await duplicates.decide(workspaceId, body, body.decision, by)
      await note(audit, actor, pair)
      return presentPair(pair)
    }),
  ]
}

function note(
  audit: Pick<Audit, 'record'>,
  actor: Actor,
  { leftId, rightId, state, score }: Pair,
): Promise<void> {
  return audit.record(actor, {
    action: `duplicate.${state}`,
    objectKind: 'customer',
    objectId: leftId,
    summary: `${leftId} ${rightId}`,
    after: { state, score },
  })
}

function presentPair(pair: Pair): DuplicatePair {
  return {
    left: presentSide(pair.left),
    right: presentSide(pair.right),
    score: pair.score,
    reasons: [...pair.reasons],
    identifierKinds: [...pair.identifierKinds],
    foundAt: pair.foundAt.toISOString(),
    state: pair.state,
    decidedBy: pair.decidedBy,
    decidedAt: pair.decidedAt?.toISOString() ?? null,
  }
}

function presentSide({
  profileId,
  name,
  firstSeenAt,
  lastSeenAt,
  traits,
}: ProfileRecord): DuplicatePair['left'] {
  return {
    profileId,
    name,
    firstSeenAt: firstSeenAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    traits: { ...traits },
  }
}
