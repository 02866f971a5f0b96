import type { Attempt, EmailChannel, EmailChannelInput } from '@rapport/contract'
import { Failure } from '../../../kernel/failure'
import type { Clock } from '../../../platform/clock'
import type { Crypto } from '../../../platform/crypto'
import { domainOf, type Mailer, mailboxOf, type SmtpSettings } from '../../../platform/mail'
import type { Database } from '../../../platform/postgres'
import { bounceMarkChars } from '../tracking/tokens'
import { type ChannelRow, findChannel, saveChannel } from './store'

const localPartCharsMax = 64

/** How mailers are made; the platform's own is `openMailer` with the installation's options. */
export interface MailPort {
  open(settings: SmtpSettings): Mailer
}

interface Secrets {
  readonly password: string | null
  readonly dkimKey: string | null
}

type Settings = Omit<EmailChannelInput, 'password' | 'dkimKey'>

/** A channel ready to send with. */
export interface OpenChannel {
  readonly version: number
  readonly settings: Required<Settings>
  readonly mailer: Mailer
}

export interface ChannelNow {
  readonly channel: OpenChannel
  /** Failures in a row that made the channel wait; 0 when all is well. */
  readonly troubleCount: number
}

export type Channel = ReturnType<typeof createChannel>

/** One e-mail channel a workspace: its settings, its secrets, and the connections that are kept open for it. */
export function createChannel({
  db,
  crypto,
  mail,
  now,
}: {
  db: Database
  crypto: Crypto
  mail: MailPort
  now: Clock
}) {
  const open = new Map<string, OpenChannel>()

  /** Secrets made with a key that is gone are as good as none: they are asked for again. */
  const readSecrets = ({ workspaceId, secrets }: ChannelRow): Secrets => {
    try {
      return JSON.parse(crypto.decrypt(secrets, secretsOf(workspaceId)))
    } catch (error) {
      if (error instanceof Failure) return { password: null, dkimKey: null }
      throw error
    }
  }

  async function withStoredSecrets(workspaceId: string, input: EmailChannelInput): Promise<Secrets> {
    const row = await findChannel(db, workspaceId)
    const stored = row ? { settings: settingsOf(row), secrets: readSecrets(row) } : null
    return mergeSecrets(input, stored)
  }

  return {
    /** As shown: never the secrets. */
    async get(workspaceId: string): Promise<EmailChannel | null> {
      const row = await findChannel(db, workspaceId)
      return row && presentChannel(row, readSecrets(row))
    },

    async save(workspaceId: string, input: EmailChannelInput): Promise<EmailChannel> {
      mustBeUsable(input)
      const secrets = await withStoredSecrets(workspaceId, input)
      const { password: _password, dkimKey: _dkimKey, ...settings } = input
      await saveChannel(db, {
        workspaceId,
        settings: JSON.stringify(settings),
        secrets: crypto.encrypt(JSON.stringify(secrets), secretsOf(workspaceId)),
        now: now(),
      })
      const row = await findChannel(db, workspaceId)
      if (!row) throw new Failure('conflict', 'the channel was removed at the same time')
      return presentChannel(row, secrets)
    },

    /** Tries the settings without keeping them. */
    async verify(workspaceId: string, input: EmailChannelInput): Promise<Attempt> {
      mustBeUsable(input)
      const mailer = mail.open(smtpSettings(input, await withStoredSecrets(workspaceId, input)))
      const result = await mailer.verify().finally(() => mailer.destroy())
      return result.kind === 'ready'
        ? { kind: 'ok', answer: '' }
        : { kind: 'problem', problem: result.problem, answer: result.answer }
    },

    /** The channel to send with, or null when there is none. Connections stay open while the settings are the same. */
    async openFor(workspaceId: string): Promise<ChannelNow | null> {
      const row = await findChannel(db, workspaceId)
      if (!row) return null
      const { troubleCount } = row
      const known = open.get(workspaceId)
      if (known?.version === row.version) return { channel: known, troubleCount }
      known?.mailer.close()
      const settings = settingsOf(row)
      const mailer = mail.open(smtpSettings(settings, readSecrets(row)))
      const channel = { version: row.version, settings, mailer }
      open.set(workspaceId, channel)
      return { channel, troubleCount }
    },

    /** Ends every connection; what is in flight becomes uncertain. */
    closeAll(): void {
      for (const { mailer } of open.values()) mailer.destroy()
      open.clear()
    },
  }
}

function secretsOf(workspaceId: string): string {
  return `the e-mail channel of workspace ${workspaceId}`
}

function settingsOf({ settings }: ChannelRow): Required<Settings> {
  return JSON.parse(settings)
}

/** A stored secret is only ever used for the server and user it was entered for. */
function mergeSecrets(
  input: EmailChannelInput,
  stored: { settings: Settings; secrets: Secrets } | null,
): Secrets {
  const isSameLogin = stored?.settings.host === input.host && stored.settings.user === input.user
  if (input.password === undefined && stored?.secrets.password && !isSameLogin) {
    throw new Failure('invalid_input', 'enter the password again: the server or the user is another one', {
      code: 'password_required',
    })
  }
  return {
    password: input.password === undefined ? (stored?.secrets.password ?? null) : input.password || null,
    dkimKey: input.dkimKey === undefined ? (stored?.secrets.dkimKey ?? null) : input.dkimKey || null,
  }
}

function mustBeUsable({ fromAddress, bounceAddress }: EmailChannelInput): void {
  if (mailboxOf(fromAddress) === null)
    throw new Failure('invalid_input', 'the sender is not an address that servers take', {
      code: 'invalid_sender',
    })
  const localChars = bounceAddress ? bounceAddress.indexOf('@') : 0
  if (localChars + bounceMarkChars > localPartCharsMax) {
    const charsMax = localPartCharsMax - bounceMarkChars
    throw new Failure(
      'invalid_input',
      `before the @ of the bounce address there is room for ${charsMax} characters`,
      {
        code: 'bounce_address_too_long',
      },
    )
  }
}

function smtpSettings(settings: Settings, { password, dkimKey }: Secrets): SmtpSettings {
  const { host, port, security, user, verifiesCertificate, heloName, connections, dkimSelector } = settings
  const dkimDomain = settings.dkimDomain || domainOf(settings.fromAddress)
  return {
    host,
    port,
    security,
    login: user && password ? { user, password } : null,
    verifiesCertificate: verifiesCertificate ?? true,
    heloName: heloName || null,
    connections: connections ?? 5,
    dkim:
      dkimKey && dkimSelector ? { domain: dkimDomain, selector: dkimSelector, privateKey: dkimKey } : null,
  }
}

function presentChannel(row: ChannelRow, secrets: Secrets): EmailChannel {
  const { trouble, troubleAnswer, troubleSince, retryAt } = row
  return {
    ...settingsOf(row),
    hasPassword: secrets.password !== null,
    hasDkimKey: secrets.dkimKey !== null,
    trouble:
      trouble && troubleSince && retryAt
        ? {
            problem: trouble as NonNullable<EmailChannel['trouble']>['problem'],
            answer: troubleAnswer,
            since: troubleSince.toISOString(),
            retryAt: retryAt.toISOString(),
          }
        : null,
    updatedAt: row.updatedAt.toISOString(),
  }
}
