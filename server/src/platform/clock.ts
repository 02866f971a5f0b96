import { randomBytes } from 'node:crypto'
import { timeOrderedId } from '../kernel/id'

/** The time of day comes from outside, so that tests and backtests can set it. */
export type Clock = () => Date

/** A source of new ids; tests give a counting one. */
export type NewId = () => string

export const systemClock: Clock = () => new Date()

export const systemIds: NewId = () => timeOrderedId(systemClock(), randomBytes(10))

/** A secret of `bytes` random bytes, URL-safe. */
export function randomSecret(bytes = 24): string {
  return randomBytes(bytes).toString('base64url')
}

/** Resolves after `delayMs`. For pacing retries in production code only; tests wait on conditions. */
export function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs))
}

/** Lets what waits (requests, timers, disk) run before long work goes on. */
export function othersFirst(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
