import type { EmailChannel, EmailChannelInput } from '@rapport/contract'

/** What the form holds. Secrets are empty until somebody types a new one. */
export type ChannelValues = Required<Omit<EmailChannelInput, 'password' | 'dkimKey'>> & {
  readonly password: string
  readonly dkimKey: string
}

const empty: ChannelValues = {
  host: '',
  port: 465,
  security: 'tls',
  user: '',
  password: '',
  verifiesCertificate: true,
  heloName: '',
  fromName: '',
  fromAddress: '',
  replyTo: '',
  bounceAddress: '',
  connections: 5,
  ratePerSecond: 0,
  dkimDomain: '',
  dkimSelector: '',
  dkimKey: '',
  tracksOpens: true,
  tracksClicks: true,
}

/** The form as it starts. */
export function valuesOf(channel: EmailChannel | null): ChannelValues {
  if (!channel) return empty
  const { hasPassword: _p, hasDkimKey: _k, trouble: _t, updatedAt: _u, ...settings } = channel
  return { ...empty, ...settings }
}

/** What is sent: an empty secret keeps the stored one. */
export function inputOf({ password, dkimKey, ...settings }: ChannelValues): EmailChannelInput {
  return { ...settings, ...(password && { password }), ...(dkimKey && { dkimKey }) }
}
