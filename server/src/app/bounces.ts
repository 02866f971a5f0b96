import type { Messages } from '../modules/messages'
import type { Config } from '../platform/config'
import type { MailReceiver } from '../platform/mail'
import { portTrouble } from './port-trouble'

/** Opens the port for returned mail where one is set; one that cannot be opened says which setting it is. */
export async function listenForBounces(
  messages: Pick<Messages, 'startBounceReceiver'>,
  { bounce }: Config,
): Promise<MailReceiver | undefined> {
  if (!bounce) return undefined
  const what = `port ${bounce.port} for returned mail`
  return messages
    .startBounceReceiver(bounce)
    .catch(portTrouble(what, 'RAPPORT_BOUNCE_PORT or RAPPORT_BOUNCE_HOST'))
}
