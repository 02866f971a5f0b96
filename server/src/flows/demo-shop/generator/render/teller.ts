import { type Act, actKind } from '../acts'
import type { DemoMessage, Properties } from '../message'
import type { World } from '../world'
import { pageOf, type Visit } from './visit'

/** Receives a message and its time in milliseconds. */
export type Emit = (atMs: number, message: DemoMessage) => void

/** Writes the messages of one act in order, giving each its id and time. */
export function createTeller(world: World, act: Act, emit: Emit) {
  const idStart = `${world.idPrefix}-${act.kind.toString(36)}${act.person.toString(36)}-${act.key.toString(36)}-`
  let step = 0
  /** Id and time of the next message, `sec` seconds after the act began. */
  function stamp(sec: number) {
    const atMs = timeOf(world, act, sec)
    const messageId = idStart + step.toString(36)
    step += 1
    return { atMs, messageId, timestamp: world.writeTime(atMs) }
  }
  return {
    track(visit: Visit, sec: number, event: string, properties: Properties): void {
      const { atMs, messageId, timestamp } = stamp(sec)
      const { userId, anonymousId, context } = visit
      emit(atMs, { type: 'track', messageId, timestamp, userId, anonymousId, event, properties, context })
    },
    page(visit: Visit, sec: number, name: string): void {
      const { atMs, messageId, timestamp } = stamp(sec)
      const { userId, anonymousId, context } = visit
      const properties = pageOf(visit, name)
      emit(atMs, { type: 'page', messageId, timestamp, userId, anonymousId, name, properties, context })
    },
    identify(visit: Visit, sec: number, traits: Properties): void {
      const { atMs, messageId, timestamp } = stamp(sec)
      const { userId, anonymousId, context } = visit
      emit(atMs, { type: 'identify', messageId, timestamp, userId, anonymousId, traits, context })
    },
    group(visit: Visit, sec: number, groupId: string, traits: Properties): void {
      const { atMs, messageId, timestamp } = stamp(sec)
      const { userId, anonymousId, context } = visit
      emit(atMs, { type: 'group', messageId, timestamp, userId, anonymousId, groupId, traits, context })
    },
  }
}

export type Teller = ReturnType<typeof createTeller>

/** All of a person's messages share the odd milliseconds, so seconds alone decide their order. */
function timeOf(world: World, act: Act, sec: number): number {
  const offset = act.kind === actKind.visit ? 7 : 0
  return world.startMs + (act.sec + sec) * 1_000 + ((act.person * 373 + offset) % 1_000)
}
