import { type Act, actKind } from '../acts'
import type { DemoMessage, Properties } from '../message'
import type { World } from '../world'
import { pageOf, type Visit } from './visit'

/** Receives a message and its time in milliseconds. */
export type Emit = (atMs: number, message: DemoMessage) => void

/**
 * Writes the messages of one act in order, giving each its id and time. A class, not closures: there is one for
 * each of millions of acts. An id that there is none of is an undefined key: JSON leaves it out, and building
 * messages of one shape is twice as fast.
 */
export class Teller {
  private readonly startMs: number
  private readonly idStart: string
  private step = 0

  constructor(
    private readonly world: World,
    act: Act,
    private readonly emit: Emit,
  ) {
    this.startMs = timeOf(world, act)
    this.idStart = `${world.idPrefix}-${act.kind.toString(36)}${act.person.toString(36)}-${act.key.toString(36)}-`
  }

  track({ userId, anonymousId, context }: Visit, sec: number, event: string, properties: Properties): void {
    const atMs = this.startMs + sec * 1_000
    const messageId = this.nextId()
    const timestamp = this.world.writeTime(atMs)
    this.emit(atMs, { type: 'track', messageId, timestamp, userId, anonymousId, event, properties, context })
  }

  page(visit: Visit, sec: number, name: string): void {
    const { userId, anonymousId, context } = visit
    const atMs = this.startMs + sec * 1_000
    const messageId = this.nextId()
    const timestamp = this.world.writeTime(atMs)
    this.emit(atMs, {
      type: 'page',
      messageId,
      timestamp,
      userId,
      anonymousId,
      name,
      properties: pageOf(visit),
      context,
    })
  }

  identify({ userId, anonymousId, context }: Visit, sec: number, traits: Properties): void {
    const atMs = this.startMs + sec * 1_000
    const messageId = this.nextId()
    const timestamp = this.world.writeTime(atMs)
    this.emit(atMs, { type: 'identify', messageId, timestamp, userId, anonymousId, traits, context })
  }

  group({ userId, anonymousId, context }: Visit, sec: number, groupId: string, traits: Properties): void {
    const atMs = this.startMs + sec * 1_000
    const messageId = this.nextId()
    const timestamp = this.world.writeTime(atMs)
    this.emit(atMs, { type: 'group', messageId, timestamp, userId, anonymousId, groupId, traits, context })
  }

  private nextId(): string {
    const id = this.idStart + this.step.toString(36)
    this.step += 1
    return id
  }
}

/** All of a person's messages share the odd milliseconds, so seconds alone decide their order. */
function timeOf({ startMs }: World, { kind, sec, person }: Act): number {
  const offset = kind === actKind.visit ? 7 : 0
  return startMs + sec * 1_000 + ((person * 373 + offset) % 1_000)
}
