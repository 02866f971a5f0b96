/** Where and how mail leaves. */
export interface SmtpSettings {
  readonly host: string
  readonly port: number
  /** `tls` from the start, `starttls` demanded after the greeting, `none` for a server next door. */
  readonly security: 'tls' | 'starttls' | 'none'
  readonly login: { readonly user: string; readonly password: string } | null
  readonly verifiesCertificate: boolean
  /** How we introduce ourselves; the machine's name when null. */
  readonly heloName: string | null
  readonly connections: number
  readonly dkim: DkimKey | null
}

export interface DkimKey {
  readonly domain: string
  readonly selector: string
  /** PEM. */
  readonly privateKey: string
}

/** How long each step may take, so that a server that stalls cannot hold the sender. */
export interface MailLimits {
  readonly connectMs: number
  readonly greetingMs: number
  readonly loginMs: number
  /** No byte from the server for this long ends the connection. */
  readonly silenceMs: number
  /** The whole of one message: a server that drips replies never falls silent. */
  readonly messageMs: number
  /** Connections without work say goodbye after this. */
  readonly idleMs: number
  /** Servers commonly allow about a hundred on one connection. */
  readonly messagesPerConnection: number
}

export const mailLimits: MailLimits = {
  connectMs: 15_000,
  greetingMs: 15_000,
  loginMs: 30_000,
  silenceMs: 60_000,
  messageMs: 120_000,
  idleMs: 30_000,
  messagesPerConnection: 100,
}
