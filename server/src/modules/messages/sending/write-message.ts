import type { MessageKind, MessageLocale } from '@rapport/contract'
import { domainOf, type OutgoingMail } from '../../../platform/mail'
import type { ProfileRecord } from '../../profiles'
import type { OpenChannel } from '../channel/channel'
import { localeFor, renderVariant, type Scope } from '../templates/render'
import type { SendableVersion } from '../templates/store'
import { linksOf, returnPath } from '../tracking/links'
import type { TokenSubject, Tokens } from '../tracking/tokens'

/** What of a workspace goes into its messages. */
export interface Sender {
  readonly workspaceName: string
  readonly timezone: string
  readonly currency: string
  readonly publicUrl: string
  readonly tokens: Tokens
  readonly channel: Pick<
    OpenChannel['settings'],
    'fromAddress' | 'fromName' | 'replyTo' | 'bounceAddress' | 'tracksOpens' | 'tracksClicks'
  >
}

export interface ToWrite extends TokenSubject {
  readonly kind: MessageKind
  readonly campaignName: string
  readonly profile: Pick<ProfileRecord, 'profileId' | 'traits'>
  readonly address: string
  /** Null takes a new one from the delivery and the sender's domain; either way it is the same for every attempt. */
  readonly messageId: string | null
  /** Shown and sent in this language; the person's own when null. */
  readonly locale: MessageLocale | null
  readonly isTracked: boolean
}

export interface Written {
  readonly mail: OutgoingMail
  readonly locale: MessageLocale
  readonly preheader: string
}

/** One person's message, ready for the wire. Throws TemplateError when it cannot be rendered. */
export function writeMessage(asked: ToWrite, version: SendableVersion, sender: Sender, now: Date): Written {
  const { content, compiled } = version
  const { channel, tokens } = sender
  const locale = asked.locale ?? localeFor(content, asked.profile.traits.language?.value)
  const variant = compiled[locale] ?? compiled[content.defaultLocale]
  if (!variant) throw new Error(`the compiled template has no variant for ${locale}`)
  const links = linksOf(tokens, sender.publicUrl, asked)
  const rendered = renderVariant(variant, {
    formatting: { locale, timezone: sender.timezone, currency: sender.currency },
    scope: scopeOf(asked, sender.workspaceName, links.unsubscribe),
    track: asked.isTracked
      ? links.tracking({ opens: channel.tracksOpens, clicks: channel.tracksClicks })
      : null,
  })
  const from = content.fromAddress || channel.fromAddress
  const mail: OutgoingMail = {
    envelopeFrom: returnPath(tokens, channel.bounceAddress, from, asked),
    to: asked.address,
    from: { name: content.fromName || channel.fromName || sender.workspaceName, address: from },
    replyTo: content.replyTo || channel.replyTo || null,
    subject: rendered.subject,
    text: rendered.text,
    html: rendered.html,
    messageId: asked.messageId ?? `<${asked.deliveryId}@${domainOf(from)}>`,
    date: now,
    headers: asked.kind === 'marketing' ? unsubscribeHeaders(links.unsubscribe) : {},
  }
  return { mail, locale, preheader: rendered.preheader }
}

/** One click in the mail program unsubscribes (RFC 2369, RFC 8058). */
function unsubscribeHeaders(url: string): Record<string, string> {
  return { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
}

function scopeOf({ profile, campaignName }: ToWrite, workspaceName: string, unsubscribe: string): Scope {
  const values = Object.entries(profile.traits).map(([name, trait]) => [name, trait.value] as const)
  return {
    customer: { id: profile.profileId, ...Object.fromEntries(values) },
    workspace: { name: workspaceName },
    campaign: { name: campaignName },
    unsubscribe_url: unsubscribe,
    preference_url: unsubscribe,
  }
}
