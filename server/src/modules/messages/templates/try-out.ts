import type { Attempt, MessageLocale, Rendered, TemplateContent } from '@rapport/contract'
import { Failure, found } from '../../../kernel/failure'
import type { Actor } from '../../../platform/http'
import { domainOf, mailboxOf, type SendOutcome } from '../../../platform/mail'
import type { OpenChannel } from '../channel/channel'
import { type Written, writeMessage } from '../sending/write-message'
import { testDeliveryId } from '../tracking/tokens'
import type { CompiledContent } from './content'
import { exampleTraits } from './example'
import { TemplateError } from './liquid'
import type { TemplatesDeps } from './templates'

/** A preview needs an address to render; it is never written to. */
const exampleAddress = 'customer@example.com'

export interface PreviewAsked {
  readonly content: TemplateContent
  readonly locale: MessageLocale
  /** Whose data to show; an example when null. */
  readonly profileId: string | null
}

type TryOutDeps = Pick<
  TemplatesDeps,
  'now' | 'newId' | 'channel' | 'tokens' | 'publicUrl' | 'settings' | 'profiles'
> & { readonly compile: (workspaceId: string, content: TemplateContent) => Promise<CompiledContent> }

/** Templates shown and sent to colleagues before any customer gets them. */
export function createTryOut(deps: TryOutDeps) {
  const { now, newId, channel, settings } = deps

  async function profileFor(workspaceId: string, { profileId, locale }: PreviewAsked) {
    if (profileId === null) return { profileId: testDeliveryId, traits: exampleTraits(locale) }
    const [profile] = await deps.profiles.byIds(workspaceId, [profileId])
    return found(profile, 'customer', profileId)
  }

  async function write(
    actor: Actor,
    asked: PreviewAsked,
    to: string,
  ): Promise<{ written: Written; open: OpenChannel | null }> {
    const { workspaceId } = actor
    mustSeePersonal(actor, asked)
    const [{ compiled }, workspace, open, profile] = await Promise.all([
      deps.compile(workspaceId, asked.content),
      settings(workspaceId),
      channel.openFor(workspaceId),
      profileFor(workspaceId, asked),
    ])
    const sender = {
      workspaceName: workspace.name,
      timezone: workspace.timezone,
      currency: workspace.currency,
      publicUrl: deps.publicUrl(),
      tokens: deps.tokens,
      channel: open?.channel.settings ?? unsetChannel,
    }
    const message = {
      workspaceId,
      deliveryId: testDeliveryId,
      kind: asked.content.kind,
      campaignName: workspace.name,
      profile,
      address: to,
      messageId: `<test-${newId()}@${domainOf(asked.content.fromAddress || sender.channel.fromAddress)}>`,
      locale: asked.locale,
      isTracked: false,
    }
    const version = { content: asked.content, compiled }
    return {
      written: rendering(() => writeMessage(message, version, sender, now())),
      open: open?.channel ?? null,
    }
  }

  return {
    async preview(actor: Actor, asked: PreviewAsked): Promise<Rendered> {
      const { written } = await write(actor, asked, exampleAddress)
      const { mail, locale, preheader } = written
      return {
        locale,
        from: `${mail.from.name} <${mail.from.address}>`,
        subject: mail.subject,
        preheader,
        html: mail.html,
        text: mail.text,
        sizeBytes: Buffer.byteLength(mail.html) + Buffer.byteLength(mail.text),
      }
    },

    /** Sends what a preview shows. Nothing is recorded: a test is not a message to a customer. */
    async testSend(
      actor: Actor,
      asked: PreviewAsked & { readonly to: readonly string[] },
    ): Promise<{ to: string; result: Attempt }[]> {
      const attempts: { to: string; result: Attempt }[] = []
      for (const to of asked.to) {
        const { written, open } = await write(actor, asked, mailboxOf(to) ?? to)
        if (!open) throw noChannel()
        attempts.push({ to, result: attemptOf(await open.mailer.send(written.mail)) })
      }
      return attempts
    },
  }
}

/** A message made from a customer's data shows that data. */
function mustSeePersonal({ permissions }: Actor, { profileId }: PreviewAsked): void {
  if (profileId === null || permissions.has('customers:personal')) return
  throw new Failure('forbidden', 'showing a customer’s message needs the permission customers:personal', {
    permission: 'customers:personal',
  })
}

/** Shown in previews before the channel is set up. */
const unsetChannel = {
  fromAddress: 'you@example.com',
  fromName: '',
  replyTo: '',
  bounceAddress: '',
  tracksOpens: false,
  tracksClicks: false,
}

/** What came of one message, for the person who waits for it. */
export function attemptOf(outcome: SendOutcome): Attempt {
  if (outcome.kind === 'sent') return { kind: 'ok', answer: outcome.answer }
  if (outcome.kind === 'unavailable')
    return { kind: 'problem', problem: outcome.problem, answer: outcome.answer }
  return { kind: 'refused', answer: outcome.answer }
}

export function noChannel(): Failure {
  return new Failure(
    'precondition_failed',
    'e-mail is not set up yet: enter the mail server under Settings → E-mail',
    { code: 'no_channel' },
  )
}

function rendering<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    const { code, message, line, column } = error
    throw new Failure('unprocessable', `the template cannot be rendered: ${message}`, { code, line, column })
  }
}
