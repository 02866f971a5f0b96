import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A report is a few kilobytes; with the original attached, as long as that was. */
export const reportBytesMax = 2 * 1024 * 1024
const clientsMax = 20

export interface MailReceiver {
  readonly port: number
  stop(): Promise<void>
}

export interface ReceiverOptions {
  readonly host: string
  readonly port: number
  /** False refuses the recipient with 550: this server takes returned mail only. */
  accepts(recipient: string): Promise<boolean>
  /** Resolves when the report is dealt with; a rejection asks the sender to come again. */
  receive(recipients: readonly string[], raw: Buffer): Promise<void>
}

/** An SMTP server for returned mail and complaints. It relays nothing. */
export async function startMailReceiver(options: ReceiverOptions): Promise<MailReceiver> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: reportBytesMax,
    maxClients: clientsMax,
    socketTimeout: 60_000,
    onRcptTo: ({ address }, _session, reply) => {
      options.accepts(address).then(
        (isAccepted) => reply(isAccepted ? null : refusal(550, 'no such mailbox here')),
        () => reply(refusal(451, 'not now, try again')),
      )
    },
    onData: (stream, session, reply) => {
      const recipients = session.envelope.rcptTo.map(({ address }) => address)
      const receive = async () => {
        const chunks: Buffer[] = []
        for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk)
        if (stream.sizeExceeded) throw refusal(552, 'larger than a report can be')
        await options.receive(recipients, Buffer.concat(chunks))
      }
      receive().then(
        () => reply(null),
        (error) => reply('responseCode' in error ? error : refusal(451, 'not now, try again')),
      )
    },
  })
  server.on('error', () => undefined) // a client that goes away in the middle
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}
