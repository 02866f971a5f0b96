import type { ClusterTrait } from '@rapport/contract'

/** Where a value stands on the axis of its trait: by its logarithm when it was clustered by that. */
export function toScale({ log }: Pick<ClusterTrait, 'log'>, value: number): number {
  return log ? Math.sign(value) * Math.log1p(Math.abs(value)) : value
}

/** The value at a place of the axis. */
export function fromScale({ log }: Pick<ClusterTrait, 'log'>, place: number): number {
  return log ? Math.sign(place) * Math.expm1(Math.abs(place)) : place
}
