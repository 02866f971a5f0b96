import { Failure } from '../kernel/failure'
import type { Messages } from '../modules/messages'
import type { Config } from '../platform/config'
import type { MailReceiver } from '../platform/mail'

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken by another program',
  EACCES: 'may not be opened by this user',
  EADDRNOTAVAIL: 'lies at an address that this machine does not have',
}

/** Opens the port for returned mail where one is set; one that cannot be opened says which setting it is. */
export async function listenForBounces(
  messages: Pick<Messages, 'startBounceReceiver'>,
  { bounce }: Config,
): Promise<MailReceiver | undefined> {
  if (!bounce) return undefined
  return messages.startBounceReceiver(bounce).catch((error: NodeJS.ErrnoException) => {
    const reason = reasons[error.code ?? '']
    if (!reason) throw error
    throw new Failure(
      'conflict',
      `port ${bounce.port} for returned mail ${reason}; set RAPPORT_BOUNCE_PORT or RAPPORT_BOUNCE_HOST to another`,
    )
  })
}
