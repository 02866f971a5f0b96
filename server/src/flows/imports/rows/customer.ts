import { deriveId } from '../../../kernel/id'
import type { Message } from '../../../modules/events'
import { momentOf, type RowMapping } from './mapping'
import { readPerson } from './person'
import { rejected, type Verdict } from './verdict'

/** A row of a customer list as an identify message. Read again in another import it is said again: the newest list is right. */
export function readCustomer(mapping: RowMapping, row: number, cells: readonly string[]): Verdict<Message> {
  const person = readPerson(mapping, cells)
  if ('rejected' in person) return person
  const updatedText = mapping.text(cells, 'updated_at')
  const updatedAt = updatedText === '' ? mapping.importedAt : momentOf(mapping, updatedText)
  if (updatedAt === null) return rejected('invalid_date', updatedText)
  const { userId, anonymousId, traits } = person.ok
  const message: Message = {
    messageId: deriveId('import', mapping.importId, 'row', String(row)),
    type: 'identify',
    ...(userId ? { userId } : { anonymousId }),
    traits,
    context: { import_id: mapping.importId },
    timestamp: updatedAt < mapping.importedAt ? updatedAt : mapping.importedAt,
  }
  return { ok: message, warnings: person.warnings }
}
