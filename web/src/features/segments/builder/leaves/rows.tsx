import type { ComponentType } from 'react'
import type { IconName } from '../../../../ui'
import { DistanceRow } from './distance-row'
import { EventRow } from './event-row'
import { EventTimeRow } from './event-time-row'
import { IdentifierRow } from './identifier-row'
import type { DraftLeaf, LeafName } from './index'
import { ReachRow } from './reach-row'
import type { LeafRowProps } from './row'
import { SegmentRow } from './segment-row'
import { SequenceRow } from './sequence-row'
import { TraitRow } from './trait-row'

interface LeafLook<Draft> {
  readonly icon: IconName
  readonly Row: ComponentType<LeafRowProps<Draft>>
}

/** How each kind of condition looks, in the order in which they are offered. */
const looks: { readonly [K in LeafName]: LeafLook<Extract<DraftLeaf, { kind: K }>> } = {
  trait: { icon: 'user', Row: TraitRow },
  event: { icon: 'cart', Row: EventRow },
  sequence: { icon: 'merge', Row: SequenceRow },
  event_time: { icon: 'clock', Row: EventTimeRow },
  segment: { icon: 'segments', Row: SegmentRow },
  reach: { icon: 'campaigns', Row: ReachRow },
  identifier: { icon: 'tag', Row: IdentifierRow },
  distance: { icon: 'place', Row: DistanceRow },
}

export const leafNames = Object.keys(looks) as LeafName[]

export function lookOf(name: LeafName): LeafLook<DraftLeaf> {
  return looks[name] as LeafLook<DraftLeaf>
}
