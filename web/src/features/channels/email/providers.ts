import type { EmailChannelInput } from '@rapport/contract'

export const providerNames = [
  'aliyun',
  'tencent',
  'exmail',
  'netease',
  'ses',
  'sendgrid',
  'mailgun',
  'gmail',
  'own',
] as const
export type ProviderName = (typeof providerNames)[number]

type Address = Pick<EmailChannelInput, 'host' | 'port' | 'security'>

/** Where the common providers listen. */
export const providers: Readonly<Record<Exclude<ProviderName, 'own'>, Address>> = {
  aliyun: { host: 'smtpdm.aliyun.com', port: 465, security: 'tls' },
  tencent: { host: 'smtp.qcloudmail.com', port: 465, security: 'tls' },
  exmail: { host: 'smtp.exmail.qq.com', port: 465, security: 'tls' },
  netease: { host: 'smtp.qiye.163.com', port: 465, security: 'tls' },
  ses: { host: 'email-smtp.us-east-1.amazonaws.com', port: 465, security: 'tls' },
  sendgrid: { host: 'smtp.sendgrid.net', port: 465, security: 'tls' },
  mailgun: { host: 'smtp.mailgun.org', port: 465, security: 'tls' },
  gmail: { host: 'smtp.gmail.com', port: 465, security: 'tls' },
}

/** The provider that a host belongs to. SES has one a region. */
export function providerOf(host: string): ProviderName {
  if (/^email-smtp\.[a-z0-9-]+\.amazonaws\.com$/.test(host)) return 'ses'
  return providerNames.find((name) => name !== 'own' && providers[name].host === host) ?? 'own'
}
