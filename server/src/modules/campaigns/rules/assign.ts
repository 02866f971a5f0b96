import { createHash } from 'node:crypto'
import type { Arm } from '@rapport/contract'

/**
 * The arm of a person, from salt and profile alone: the same on every machine, every day and every repeat, and blind to
 * whatever the person does. Growing the share only moves people out of treatment, so nobody held out is ever let in.
 */
export function assignArm(salt: string, profileId: string, holdoutShare: number): Arm {
  return unitHash(`${salt}\u0000${profileId}`) < holdoutShare ? 'holdout' : 'treated'
}

/** The first 48 bits of SHA-256 as a number in [0, 1): a double holds them exactly. */
export function unitHash(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6) / 2 ** 48
}
