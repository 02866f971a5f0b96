import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'
import {
  createMailbox,
  type Mailbox,
  type MailCounts,
  parseReceived,
  type ReceivedMessage,
} from './smtp-mailbox'
import { createSmtpRules, type SmtpAnswer, type SmtpRule, type SmtpStep } from './smtp-rules'

export interface SmtpSinkOptions {
  /** 0 takes a free port. */
  readonly port?: number
  /** How to misbehave; without rules every message is taken. */
  readonly rules?: readonly SmtpRule[]
  /** Requires this login when given. */
  readonly auth?: { readonly user: string; readonly pass: string }
  /** `starttls` and `implicit` use a certificate that no one vouches for. */
  readonly tls?: 'none' | 'starttls' | 'implicit'
  readonly ledger?: string
  readonly keepMessages?: boolean
}

export interface SmtpSink {
  readonly port: number
  /** Messages taken so far, in order. */
  readonly messages: readonly ReceivedMessage[]
  counts(): MailCounts
  /** Replaces the rules from the next step on. */
  setRules(rules: readonly SmtpRule[]): void
  /** Cuts every open connection and stops listening. */
  stop(): Promise<void>
}

/** Answers one step as the rules say: resolves to go on, rejects to refuse, never settles to keep silent. */
type Conduct = (
  at: SmtpStep,
  addresses: readonly string[],
  session: SMTPServerSession,
  keep?: () => void,
) => Promise<void>

/** Starts a real SMTP server on 127.0.0.1 that keeps what it is sent and misbehaves as told. */
export async function startSmtpSink(options: SmtpSinkOptions = {}): Promise<SmtpSink> {
  const mailbox = createMailbox({ ledger: options.ledger, keepMessages: options.keepMessages ?? true })
  const sockets = new Map<number, Socket>()
  let rules = createSmtpRules(options.rules ?? [])
  const conduct: Conduct = (at, addresses, session, keep) => {
    const hangUp = (text: string) => cut(sockets.get(session.remotePort), session.secure ? '' : text)
    return behave({ answer: rules.take(at, addresses), mailbox, hangUp, keep })
  }
  const server = new SMTPServer(serverOptions(options, conduct, mailbox))
  // A client that goes away in the middle is what many tests are about, not a failure of the sink.
  server.on('error', () => {})
  server.server.on('connection', (socket: Socket) => {
    const { remotePort = 0 } = socket
    sockets.set(remotePort, socket)
    socket.on('close', () => sockets.delete(remotePort))
  })
  await listen(server, options.port ?? 0)
  return {
    port: (server.server.address() as AddressInfo).port,
    messages: mailbox.messages,
    counts: mailbox.counts,
    setRules: (next) => {
      rules = createSmtpRules(next)
    },
    stop: async () => {
      if (!server.server.listening) return
      const closed = new Promise<void>((resolve) => server.close(resolve))
      for (const socket of sockets.values()) socket.destroy()
      await closed
      mailbox.close()
    },
  }
}

interface Step {
  readonly answer: SmtpAnswer | undefined
  readonly mailbox: Mailbox
  readonly hangUp: (text: string) => void
  readonly keep?: () => void
}

async function behave({ answer, mailbox, hangUp, keep }: Step): Promise<void> {
  if (answer?.kind === 'delay') await wait(answer.ms)
  if (answer === undefined || answer.kind === 'delay') return keep?.()
  mailbox.misbehave()
  if (answer.kind === 'refuse') throw refusal(answer.code, answer.text)
  if (answer.keep) keep?.()
  if (answer.kind === 'cut') hangUp(answer.text ?? '')
  await new Promise(() => {})
}

function serverOptions(
  { auth, tls }: SmtpSinkOptions,
  conduct: Conduct,
  mailbox: Mailbox,
): SMTPServerOptions {
  return {
    secure: tls === 'implicit',
    authOptional: auth === undefined,
    allowInsecureAuth: true,
    disabledCommands: [...(tls === 'starttls' ? [] : ['STARTTLS']), ...(auth ? [] : ['AUTH'])],
    disableReverseLookup: true,
    closeTimeout: 50,
    onAuth: ({ username, password }, _session, reply) =>
      username === auth?.user && password === auth?.pass
        ? reply(null, { user: username })
        : reply(refusal(535, 'Invalid username or password')),
    onConnect: (session, reply) => settle(conduct('connect', [], session), reply),
    onMailFrom: ({ address }, session, reply) => settle(conduct('sender', [address], session), reply),
    onRcptTo: ({ address }, session, reply) => settle(conduct('recipient', [address], session), reply),
    onData: (stream, session, reply) => {
      const { mailFrom, rcptTo } = session.envelope
      const to = rcptTo.map(({ address }) => address)
      const take = async () => {
        const raw = await text(stream)
        const keep = () => mailbox.take(parseReceived(raw, mailFrom ? mailFrom.address : '', to))
        await conduct('message', to, session, keep)
      }
      settle(take(), reply)
    },
  }
}

function settle(step: Promise<void>, reply: (error?: Error | null) => void): void {
  void step.then(() => reply(null), reply)
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}

function cut(socket: Socket | undefined, text: string): void {
  if (text === '') socket?.destroy()
  else socket?.write(text, () => socket.destroy())
}

function listen(server: SMTPServer, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
}
