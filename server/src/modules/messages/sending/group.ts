import type { OutgoingMail } from '../../../platform/mail'
import { addressKey } from '../suppressions/address-key'
import { TemplateError } from '../templates/liquid'
import type { Versions } from '../templates/versions'
import { failedToWrite } from './changes'
import type { PendingRow, RowChange, RowMark } from './deliveries-store'
import type { Ready } from './prepare'
import { type Sender, writeMessage } from './write-message'

/** A message on its way: the row as it was before it was marked, and what goes over the wire. */
export interface Outgoing {
  readonly row: PendingRow
  readonly mail: OutgoingMail
}

export interface Group {
  readonly messages: readonly Outgoing[]
  /** Rows whose message could not be written. */
  readonly changes: readonly RowChange[]
}

/** Writes the messages of a group. One that cannot be written fails alone. */
export async function writeGroup(
  versions: Versions,
  workspaceId: string,
  group: readonly Ready[],
  sender: Sender,
  now: Date,
): Promise<Group> {
  const messages: Outgoing[] = []
  const changes: RowChange[] = []
  for (const { row, profile, address } of group) {
    const version = await versions.get(workspaceId, row.templateId, row.templateVersion)
    if (!version) {
      changes.push(failedToWrite(row, 'the template version does not exist', now))
      continue
    }
    const asked = { ...row, workspaceId, profile, address, locale: null, isTracked: true }
    const written = patiently(() => writeMessage(asked, version, sender, now))
    if (written instanceof TemplateError) changes.push(failedToWrite(row, written.message, now))
    else messages.push({ row, mail: written.mail })
  }
  return { messages, changes }
}

/** A time limit may be the machine's fault: what hits it is tried once more. */
function patiently<T>(write: () => T): T | TemplateError {
  const first = attempt(write)
  return first instanceof TemplateError && first.code === 'render_limit' ? attempt(write) : first
}

function attempt<T>(write: () => T): T | TemplateError {
  try {
    return write()
  } catch (error) {
    if (error instanceof TemplateError) return error
    throw error
  }
}

/** The mark that goes into the database before the message goes out. */
export function markOf({ row, mail }: Outgoing): RowMark {
  return {
    deliveryId: row.deliveryId,
    address: mail.to,
    addressKey: addressKey(mail.to),
    messageId: mail.messageId,
  }
}
