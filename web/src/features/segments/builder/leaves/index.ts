import type { LeafRule } from '@rapport/contract'
import { type DraftDistance, distanceLeaf } from './distance'
import { type DraftEvent, eventLeaf } from './event'
import { type DraftEventTime, eventTimeLeaf } from './event-time'
import { type DraftIdentifier, identifierLeaf } from './identifier'
import type { LeafKind } from './leaf'
import { type DraftReach, reachLeaf } from './reach'
import { type DraftSegment, segmentLeaf } from './segment'
import { type DraftSequence, sequenceLeaf } from './sequence'
import { type DraftTrait, traitLeaf } from './trait'

export type DraftLeaf =
  | DraftTrait
  | DraftEvent
  | DraftEventTime
  | DraftSequence
  | DraftSegment
  | DraftReach
  | DraftIdentifier
  | DraftDistance
export type LeafName = DraftLeaf['kind']

const leafKinds: {
  readonly [K in LeafRule['kind']]: LeafKind<Extract<DraftLeaf, { kind: K }>, Extract<LeafRule, { kind: K }>>
} = {
  trait: traitLeaf,
  event: eventLeaf,
  event_time: eventTimeLeaf,
  sequence: sequenceLeaf,
  segment: segmentLeaf,
  reach: reachLeaf,
  identifier: identifierLeaf,
  distance: distanceLeaf,
}

/** Everything about conditions of one kind. */
export function leafKind(name: LeafName): LeafKind<DraftLeaf, LeafRule> {
  return leafKinds[name] as LeafKind<DraftLeaf, LeafRule>
}
