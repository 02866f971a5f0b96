import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { classifyConnection, classifyFailure, type SmtpFailure } from './classify'
import type { ChannelProblem, SendOutcome } from './outcome'
import { resolveHost } from './private-address'
import type { MailLimits, SmtpSettings } from './settings'

/** One connection to a mail server, logged in. */
export interface Session {
  send(envelope: Envelope, raw: Buffer): Promise<SendOutcome>
  /** False once the connection ended. */
  isOpen(): boolean
  /** True when it has carried as many messages as one connection should. */
  isSpent(): boolean
  /** Says goodbye and closes. */
  quit(): void
  /** Closes at once. */
  destroy(): void
}

export interface Envelope {
  readonly from: string
  readonly to: string
}

export type Opened =
  | { readonly kind: 'open'; readonly session: Session }
  | { readonly kind: 'unavailable'; readonly problem: ChannelProblem; readonly answer: string }

/** Connects, greets, encrypts and logs in; every step has a time limit. */
export async function openSession(
  settings: SmtpSettings,
  limits: MailLimits,
  allowPrivate: boolean,
): Promise<Opened> {
  const resolved = await resolveHost(settings.host, allowPrivate)
  if (resolved.kind === 'private')
    return unavailable('private_address', `${settings.host} is an address of a private network`)
  if (resolved.kind === 'unknown') return unavailable('cannot_resolve', `${settings.host} has no address`)
  const connection = new SMTPConnection(connectionOptions(settings, resolved.ip, limits))
  const failure = await connectAndLogin(connection, settings, limits.loginMs)
  if (failure === null) return { kind: 'open', session: sessionOver(connection, limits) }
  connection.close()
  const { problem, answer } = classifyConnection(failure)
  return unavailable(problem, answer)
}

function unavailable(problem: ChannelProblem, answer: string): Opened {
  return { kind: 'unavailable', problem, answer }
}

function connectionOptions(settings: SmtpSettings, ip: string, limits: MailLimits) {
  return {
    host: ip,
    port: settings.port,
    secure: settings.security === 'tls',
    requireTLS: settings.security === 'starttls',
    ignoreTLS: settings.security === 'none',
    ...(isIP(settings.host) ? {} : { servername: settings.host }),
    ...(settings.heloName === null ? {} : { name: settings.heloName }),
    connectionTimeout: limits.connectMs,
    greetingTimeout: limits.greetingMs,
    socketTimeout: limits.silenceMs,
    socketCloseTimeout: 1_000,
    tls: { rejectUnauthorized: settings.verifiesCertificate, minVersion: 'TLSv1.2' as const },
  }
}

/** Null when the connection is ready, else what went wrong. */
function connectAndLogin(
  connection: SMTPConnection,
  { login }: SmtpSettings,
  loginMs: number,
): Promise<SmtpFailure | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => settle({ message: 'the login took too long', code: 'ETIMEDOUT' }), loginMs)
    const settle = (failure: SmtpFailure | null) => {
      clearTimeout(timer)
      resolve(failure)
    }
    connection.on('error', (error) => settle(error))
    connection.once('end', () => settle({ message: 'the server closed the connection', code: 'ECONNECTION' }))
    connection.connect((error) => {
      if (error) return settle(error)
      if (!login) return settle(null)
      if (!connection.allowsAuth) return settle({ message: 'the server offers no login here', code: 'EAUTH' })
      connection.login({ credentials: { user: login.user, pass: login.password } }, (refused) =>
        settle(refused ?? null),
      )
    })
  })
}

function sessionOver(connection: SMTPConnection, limits: MailLimits): Session {
  let isOpen = true
  let sent = 0
  const close = () => {
    isOpen = false
    connection.close()
  }
  connection.once('end', close)

  /** After a refusal the connection is good for more, once both sides forgot the message. */
  const forget = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(() => resolve(close()), limits.greetingMs)
      connection.reset((error) => {
        clearTimeout(timer)
        if (error) close()
        resolve()
      })
    })

  return {
    isOpen: () => isOpen,
    isSpent: () => sent >= limits.messagesPerConnection,
    quit: () => {
      isOpen = false
      connection.quit()
    },
    destroy: close,
    send: async (envelope, raw) => {
      sent += 1
      const { outcome, isConnectionGood } = await handOver(connection, envelope, raw, limits.messageMs)
      if (!isConnectionGood) close()
      else if (outcome.kind !== 'sent') await forget()
      return outcome
    },
  }
}

interface HandedOver {
  readonly outcome: SendOutcome
  readonly isConnectionGood: boolean
}

/** Sends one message and knows, whatever happens, whether the server may have it. */
function handOver(
  connection: SMTPConnection,
  envelope: Envelope,
  raw: Buffer,
  deadlineMs: number,
): Promise<HandedOver> {
  return new Promise((resolve) => {
    let isHandedOver = false
    // The server's go-ahead for DATA is what makes the connection read from here.
    const body = new Readable({
      read() {
        isHandedOver = true
        this.push(raw)
        this.push(null)
      },
    })
    const fail = (failure: SmtpFailure) =>
      settle({ outcome: classifyFailure(failure, isHandedOver), isConnectionGood: isRefusal(failure) })
    const timer = setTimeout(
      () => fail({ message: `no end of it within ${deadlineMs} ms`, code: 'ETIMEDOUT' }),
      deadlineMs,
    )
    // An error is told to the callback right after the connection ends: it says more, so it goes first.
    const ended = () =>
      setImmediate(() => fail({ message: 'the connection was closed', code: 'ECONNECTION' }))
    const settle = (result: HandedOver) => {
      clearTimeout(timer)
      connection.off('end', ended)
      resolve(result)
    }
    connection.once('end', ended)
    connection.send({ from: envelope.from, to: [envelope.to], size: raw.length }, body, (error, info) => {
      if (error) fail(error)
      else settle({ outcome: { kind: 'sent', answer: info.response.slice(0, 500) }, isConnectionGood: true })
    })
  })
}

/** The server said no to this message and is ready for the next one. */
function isRefusal({ code, responseCode }: SmtpFailure): boolean {
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode !== 421
}
