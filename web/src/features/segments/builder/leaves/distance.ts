import { type DistanceRule, distanceRuleSchema, type Place } from '@rapport/contract'
import { newId } from '../pieces'
import type { LeafKind } from './leaf'

export interface DraftDistance {
  readonly id: string
  readonly kind: 'distance'
  readonly op: DistanceRule['op']
  readonly km: number | null
  /** As it is typed: latitude, longitude. */
  readonly from: string
}

/** A condition on how far from a place a customer is. */
export const distanceLeaf: LeafKind<DraftDistance, DistanceRule> = {
  schema: distanceRuleSchema,
  create: () => ({ id: newId(), kind: 'distance', op: 'within', km: 5, from: '' }),
  open: (rule) => ({ ...rule, id: newId(), from: `${rule.from.latitude}, ${rule.from.longitude}` }),
  write: ({ kind, op, km, from }) => ({ kind, op, km, from: placeIn(from) }),
  copy: (draft) => ({ ...draft, id: newId() }),
}

const degrees = '(-?\\d+(?:\\.\\d+)?(?:e-?\\d+)?)'
const coordinates = new RegExp(`^\\s*${degrees}\\s*[,，;；\\s]\\s*${degrees}\\s*$`)

/** The place that a text names by its degrees, as maps copy them: `31.2304, 121.4737`; null for other text. */
export function placeIn(text: string): Place | null {
  const match = coordinates.exec(text)
  if (!match) return null
  const [latitude, longitude] = [Number(match[1]), Number(match[2])]
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null
}
