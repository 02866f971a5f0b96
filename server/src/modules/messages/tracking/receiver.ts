import type { EmailChannelInput } from '@rapport/contract'
import { type MailReceiver, startMailReceiver } from '../../../platform/mail'
import type { Database } from '../../../platform/postgres'
import { channelsWithBounces } from '../channel/store'
import { markIn, type Returned } from './returned'
import type { Tokens } from './tokens'

/** Listens for returned mail. Only addresses that carry a mark of ours are taken: everything else is refused. */
export function startBounceReceiver(
  { db, tokens, returned }: { db: Database; tokens: Tokens; returned: Returned },
  at: { host: string; port: number },
): Promise<MailReceiver> {
  async function workspaceOf(recipient: string): Promise<string | null> {
    const bare = recipient.replace(/\+[^@+]*@/, '@').toLowerCase()
    for (const { workspaceId, settings } of await channelsWithBounces(db)) {
      const { bounceAddress = '' }: EmailChannelInput = JSON.parse(settings)
      const isIts = bounceAddress.toLowerCase() === bare
      if (isIts && tokens.bounce.read(workspaceId, markIn(recipient)) !== null) return workspaceId
    }
    return null
  }

  return startMailReceiver({
    ...at,
    accepts: async (recipient) => (await workspaceOf(recipient)) !== null,
    receive: async (recipients, raw) => {
      for (const recipient of recipients) {
        const workspaceId = await workspaceOf(recipient)
        if (workspaceId) await returned.receive(workspaceId, raw, [recipient])
      }
    },
  })
}
