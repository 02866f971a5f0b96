import { deriveId } from '../../../kernel/id'
import type { Message } from '../../../modules/events'
import { identifierText, momentOf, namedValues, type RowMapping } from './mapping'
import { type Person, readPerson } from './person'
import { timeProblem } from './time'
import { rejected, type Verdict } from './verdict'

const nameLengthMax = 200
const idLengthMax = 300

/** A row of an event file as a track message, and the identify message that ties an address or number to the person. */
export function readEvent(
  mapping: RowMapping,
  row: number,
  cells: readonly string[],
): Verdict<{ readonly identify: Message | null; readonly track: Message }> {
  const name = (mapping.text(cells, 'event') || mapping.options.eventName) ?? ''
  if (name === '' || name.length > nameLengthMax) return rejected('no_event_name', name)
  const timeText = mapping.text(cells, 'occurred_at')
  const timestamp = timeText === '' ? null : momentOf(mapping, timeText)
  const problem = timeProblem(mapping, timeText, timestamp)
  if (problem || timestamp === null) return { rejected: problem ?? { reason: 'no_date', detail: '' } }
  const person = readVisitor(mapping, cells)
  if ('rejected' in person) return person

  const eventId = mapping.text(cells, 'event_id').slice(0, idLengthMax)
  const messageId = eventId || deriveId('import', mapping.fileDigest, String(row))
  const who = { userId: person.ok.userId, anonymousId: person.ok.anonymousId }
  const base = { ...who, context: { import_id: mapping.importId }, timestamp }
  const hasTraits = Object.keys(person.ok.traits).length > 0
  return {
    ok: {
      identify: hasTraits
        ? {
            ...base,
            messageId: deriveId('import', messageId, 'identify'),
            type: 'identify',
            traits: person.ok.traits,
          }
        : null,
      track: {
        ...base,
        messageId,
        type: 'track',
        event: name,
        properties: namedValues(mapping, 'property', cells),
      },
    },
    warnings: person.warnings,
  }
}

/** Events may be of visitors whose name nobody knows: an anonymous id is enough. */
function readVisitor(mapping: RowMapping, cells: readonly string[]): Verdict<Person> {
  const anonymousId = identifierText(mapping.text(cells, 'anonymous_id')).slice(0, idLengthMax)
  const person = readPerson(mapping, cells)
  if ('ok' in person) return anonymousId ? { ...person, ok: { ...person.ok, anonymousId } } : person
  return anonymousId ? { ok: { key: anonymousId, anonymousId, traits: {} }, warnings: [] } : person
}
