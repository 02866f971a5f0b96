import { composeMail, type OutgoingMail } from './compose'
import { createSigner } from './dkim'
import type { SendOutcome } from './outcome'
import { type Envelope, type Opened, openSession, type Session } from './session'
import { type MailLimits, mailLimits, type SmtpSettings } from './settings'

/** A way to one mail server, over several connections that are kept. */
export interface Mailer {
  readonly connections: number
  /** Sends one message; waits for a free connection. Never throws for what a server does. */
  send(mail: OutgoingMail): Promise<SendOutcome>
  /** Connects and logs in, without sending. */
  verify(): Promise<{ kind: 'ready' } | Exclude<Opened, { kind: 'open' }>>
  /** Ends idle connections now and busy ones with their message. */
  close(): void
  /** Ends every connection now; what is in flight becomes temporary or uncertain. */
  destroy(): void
}

export interface MailOptions {
  /** Servers on loopback and private networks, for a server next door and for tests. */
  readonly allowPrivateAddresses: boolean
  readonly limits?: Partial<MailLimits>
}

/** Opens nothing yet: connections are made when messages come. */
export function openMailer(settings: SmtpSettings, options: MailOptions): Mailer {
  const limits = { ...mailLimits, ...options.limits }
  const sign = createSigner(settings.dkim)
  const idle: Session[] = []
  const busy = new Set<Session>()
  const waiting: (() => void)[] = []
  const goodbyes = new WeakMap<Session, NodeJS.Timeout>()
  let free = settings.connections
  let isClosed = false
  const open = () => openSession(settings, limits, options.allowPrivateAddresses)

  /** One of the places for a connection; released with `release`. */
  async function acquire(): Promise<void> {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
  }

  function release(): void {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }

  function keepOrQuit(session: Session): void {
    if (isClosed || session.isSpent() || !session.isOpen()) {
      session.quit()
      return
    }
    idle.push(session)
    const goodbye = setTimeout(() => {
      const index = idle.indexOf(session)
      if (index >= 0) idle.splice(index, 1)[0]?.quit()
    }, limits.idleMs)
    goodbye.unref()
    goodbyes.set(session, goodbye)
  }

  function takeIdle(): Session | undefined {
    for (let session = idle.pop(); session; session = idle.pop()) {
      clearTimeout(goodbyes.get(session))
      if (session.isOpen()) return session
    }
    return undefined
  }

  async function sendOver(session: Session, envelope: Envelope, raw: Buffer): Promise<SendOutcome> {
    busy.add(session)
    try {
      return await session.send(envelope, raw)
    } finally {
      busy.delete(session)
      keepOrQuit(session)
    }
  }

  async function sendRaw(envelope: Envelope, raw: Buffer): Promise<SendOutcome> {
    const kept = takeIdle()
    if (kept) {
      const outcome = await sendOver(kept, envelope, raw)
      // A server may close a connection that was idle; the message was not taken then, so a new one may carry it.
      if (outcome.kind !== 'temporary' || kept.isOpen()) return outcome
    }
    const opened = await open()
    if (opened.kind === 'unavailable') return opened
    return sendOver(opened.session, envelope, raw)
  }

  return {
    connections: settings.connections,
    send: async (mail) => {
      const raw = await sign(composeMail(mail))
      await acquire()
      try {
        return await sendRaw({ from: mail.envelopeFrom, to: mail.to }, raw)
      } finally {
        release()
      }
    },
    verify: async () => {
      const opened = await open()
      if (opened.kind === 'unavailable') return opened
      opened.session.quit()
      return { kind: 'ready' }
    },
    close: () => {
      isClosed = true
      for (const session of idle.splice(0)) session.quit()
    },
    destroy: () => {
      isClosed = true
      for (const session of [...idle.splice(0), ...busy]) session.destroy()
    },
  }
}
