import { createHash } from 'node:crypto'
import { othersFirst } from '../../../platform/clock'
import { readCustomer } from '../rows/customer'
import { readEvent } from '../rows/event'
import { type Attempt, readableRows, reject } from './context'

/** People whose latest traits are remembered, so that a million events of one person do not say them a million times. */
const peopleRemembered = 50_000

/** Customers: each row is a message. */
export async function runCustomers(attempt: Attempt): Promise<void> {
  const { mapping, tally, recorder } = attempt
  for await (const rows of readableRows(attempt, 'recording')) {
    for (const row of rows) {
      const verdict = readCustomer(mapping, row.row, row.cells)
      if ('rejected' in verdict) {
        await reject(attempt, row, verdict.rejected)
        continue
      }
      tally.accepted(1)
      tally.customer(false)
      tally.warned(verdict.warnings)
      await recorder.add(verdict.ok)
    }
    await othersFirst()
  }
}

/** Events: each row is a message, and one more when it says something new of the person. */
export async function runEvents(attempt: Attempt): Promise<void> {
  const { mapping, tally, recorder } = attempt
  const said = createMemory(peopleRemembered)
  for await (const rows of readableRows(attempt, 'recording')) {
    for (const row of rows) {
      const verdict = readEvent(mapping, row.row, row.cells)
      if ('rejected' in verdict) {
        await reject(attempt, row, verdict.rejected)
        continue
      }
      tally.accepted(1)
      tally.event()
      tally.warned(verdict.warnings)
      const { identify, track } = verdict.ok
      const who = track.userId ?? track.anonymousId ?? ''
      if (identify && said.isNews(who, JSON.stringify(identify.traits))) await recorder.add(identify)
      await recorder.add(track)
    }
    await othersFirst()
  }
}

/** What was last said of whom, the longest silent forgotten first. */
function createMemory(size: number) {
  const latest = new Map<string, string>()
  return {
    isNews(who: string, what: string): boolean {
      const digest = createHash('sha256').update(what).digest('base64url')
      const before = latest.get(who)
      latest.delete(who)
      latest.set(who, digest)
      const oldest = latest.keys().next()
      if (latest.size > size && !oldest.done) latest.delete(oldest.value)
      return before !== digest
    },
  }
}
