import { createHash } from 'node:crypto'

/** What an address is found by, whatever its case. It says nothing of the address itself. */
export function addressKey(mailbox: string): string {
  return createHash('sha256').update(mailbox.toLowerCase()).digest('hex').slice(0, 32)
}
