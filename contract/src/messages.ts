import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery } from './endpoint'

const tag = 'Messages'

/** Lengths in characters. Past the first two, mail programs cut or refuse. */
export const templateLimits = {
  name: 120,
  subject: 300,
  preheader: 300,
  mjml: 300_000,
  text: 200_000,
} as const

export const messageLocales = ['zh-CN', 'en'] as const
export const messageLocaleSchema = z.enum(messageLocales)
export type MessageLocale = z.infer<typeof messageLocaleSchema>

/** Marketing needs consent, obeys caps and quiet hours, and carries an unsubscribe link; transactional does not. */
export const messageKindSchema = z.enum(['marketing', 'transactional'])
export type MessageKind = z.infer<typeof messageKindSchema>

const headerText = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\r\n]*$/, 'must be one line')

/** A text that is said to the mail server or stands in a header as it is. */
const smtpText = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^\P{Cc}*$/u, 'must hold no control characters')

export const templateVariantSchema = z.object({
  subject: headerText(templateLimits.subject),
  /** The line that inboxes show after the subject. */
  preheader: headerText(templateLimits.preheader).default(''),
  mjml: z.string().max(templateLimits.mjml),
  /** The plain-text part; made from the HTML when null. */
  text: z.string().max(templateLimits.text).nullable().default(null),
})
export type TemplateVariant = z.infer<typeof templateVariantSchema>

export const templateContentSchema = z
  .object({
    kind: messageKindSchema.default('marketing'),
    /** The sender shown; the channel's own when empty. */
    fromName: headerText(100).default(''),
    fromAddress: z.union([z.email().max(254), z.literal('')]).default(''),
    replyTo: z.union([z.email().max(254), z.literal('')]).default(''),
    /** The variant for people whose language has none. */
    defaultLocale: messageLocaleSchema,
    variants: z.partialRecord(messageLocaleSchema, templateVariantSchema),
  })
  .refine((content) => content.variants[content.defaultLocale] !== undefined, {
    message: 'the default language has no variant',
    path: ['variants'],
  })
export type TemplateContent = z.infer<typeof templateContentSchema>

export const findingCodes = [
  'liquid_syntax',
  'mjml_syntax',
  'mjml_attribute',
  'lost_liquid',
  'unknown_variable',
  'missing_fallback',
  'unescaped_output',
  'missing_unsubscribe',
  'missing_unsubscribe_text',
  'empty_subject',
  'long_subject',
  'empty_body',
  'insecure_link',
  'invalid_link',
  'missing_alt',
  'large_message',
  'render_failed',
  'render_limit',
  'missing_channel',
] as const
export const findingSchema = z.object({
  level: z.enum(['error', 'warning']),
  code: z.enum(findingCodes),
  locale: messageLocaleSchema.nullable(),
  part: z.enum(['subject', 'preheader', 'mjml', 'text', 'sender', 'message']),
  line: z.number().int().nullable(),
  column: z.number().int().nullable(),
  /** What it is about: a variable, a link, an element. */
  subject: z.string(),
  suggestions: z.array(z.string()),
  message: z.string(),
})
export type Finding = z.infer<typeof findingSchema>
export type FindingCode = Finding['code']

export const checkResultSchema = z.object({
  canLaunch: z.boolean(),
  findings: z.array(findingSchema),
})
export type CheckResult = z.infer<typeof checkResultSchema>

const templateSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: messageKindSchema,
  locales: z.array(messageLocaleSchema),
  subject: z.string(),
  version: z.number().int(),
  isUsed: z.boolean(),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
})
export type TemplateSummary = z.infer<typeof templateSummary>
export const templateSchema = templateSummary.extend({
  content: templateContentSchema,
  createdAt: z.iso.datetime(),
})
export type Template = z.infer<typeof templateSchema>

const templateName = z.string().trim().min(1).max(templateLimits.name)

export const variableSchema = z.object({
  /** As written between the braces: `customer.first_name`. */
  name: z.string(),
  group: z.enum(['customer', 'computed', 'system']),
  type: z.enum(['text', 'number', 'money', 'share', 'date', 'list', 'flag']),
  /** Always there, so no fallback is needed. */
  isCertain: z.boolean(),
})
export type Variable = z.infer<typeof variableSchema>

export const renderedSchema = z.object({
  locale: messageLocaleSchema,
  from: z.string(),
  subject: z.string(),
  preheader: z.string(),
  html: z.string(),
  text: z.string(),
  sizeBytes: z.number().int(),
})
export type Rendered = z.infer<typeof renderedSchema>

const previewBody = z.object({
  content: templateContentSchema,
  locale: messageLocaleSchema,
  /** Whose data to show; an example customer when null. */
  profileId: z.uuid().nullable().default(null),
})

export const starterSchema = z.object({
  key: z.enum(['welcome', 'win_back', 'promotion']),
  content: templateContentSchema,
})
export type Starter = z.infer<typeof starterSchema>

export const channelProblemCodes = [
  'cannot_resolve',
  'private_address',
  'cannot_connect',
  'tls_failed',
  'no_greeting',
  'login_failed',
  'sender_refused',
  'busy',
] as const
const channelProblem = z.enum(channelProblemCodes)

const channelSettings = z.object({
  host: smtpText(253).min(1),
  port: z.number().int().min(1).max(65_535),
  security: z.enum(['tls', 'starttls', 'none']),
  user: smtpText(254).default(''),
  verifiesCertificate: z.boolean().default(true),
  heloName: smtpText(253).default(''),
  fromName: headerText(100).default(''),
  fromAddress: z.email().max(254),
  replyTo: z.union([z.email().max(254), z.literal('')]).default(''),
  /** Returned mail goes to this mailbox, with a mark of the message before the @; to the sender when empty. */
  bounceAddress: z.union([z.email().max(254), z.literal('')]).default(''),
  connections: z.number().int().min(1).max(50).default(5),
  /** Messages a second at most; 0 for no limit. */
  ratePerSecond: z.number().min(0).max(10_000).default(0),
  dkimDomain: smtpText(253).default(''),
  dkimSelector: smtpText(63).default(''),
  tracksOpens: z.boolean().default(true),
  tracksClicks: z.boolean().default(true),
})

export const emailChannelSchema = channelSettings.extend({
  hasPassword: z.boolean(),
  hasDkimKey: z.boolean(),
  /** Why nothing can be sent now, since when, and when it is tried again. */
  trouble: z
    .object({
      problem: channelProblem,
      answer: z.string(),
      since: z.iso.datetime(),
      retryAt: z.iso.datetime(),
    })
    .nullable(),
  updatedAt: z.iso.datetime(),
})
export type EmailChannel = z.infer<typeof emailChannelSchema>

/** Secrets: absent keeps what is stored, null removes it. They are never given out. */
export const emailChannelInputSchema = channelSettings.extend({
  password: z.string().max(1_000).nullable().optional(),
  dkimKey: z.string().max(10_000).nullable().optional(),
})
export type EmailChannelInput = z.infer<typeof emailChannelInputSchema>

export const attemptSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ok'), answer: z.string() }),
  z.object({ kind: z.literal('problem'), problem: channelProblem, answer: z.string() }),
  z.object({ kind: z.literal('refused'), answer: z.string() }),
])
export type Attempt = z.infer<typeof attemptSchema>

export const suppressionReasonSchema = z.enum(['unsubscribed', 'bounced', 'complained', 'manual'])
export type SuppressionReason = z.infer<typeof suppressionReasonSchema>
export const suppressionSchema = z.object({
  address: z.string(),
  reason: suppressionReasonSchema,
  detail: z.string(),
  at: z.iso.datetime(),
})
export type Suppression = z.infer<typeof suppressionSchema>

export const deliveryStates = [
  'pending',
  'held',
  'sending',
  'sent',
  'skipped',
  'failed',
  'uncertain',
  'cancelled',
] as const
export const deliveryStateSchema = z.enum(deliveryStates)
export type DeliveryState = z.infer<typeof deliveryStateSchema>

/** Why a message was held, skipped or failed. The list is closed. */
export const deliveryReasons = [
  'no_address',
  'invalid_address',
  'suppressed',
  'no_consent',
  'quiet_hours',
  'frequency_cap',
  'expired',
  'no_profile',
  'same_person',
  'template_failed',
  'retry',
  'attempts_exhausted',
  'bounced_hard',
  'bounced_soft',
  'blocked',
  'content_refused',
  'connection_lost',
  'process_ended',
  'cancelled',
] as const
export const deliveryReasonSchema = z.enum(deliveryReasons)
export type DeliveryReason = z.infer<typeof deliveryReasonSchema>

export const deliverySchema = z.object({
  id: z.uuid(),
  campaignId: z.uuid(),
  profileId: z.uuid(),
  templateId: z.uuid(),
  templateVersion: z.number().int(),
  channel: z.literal('email'),
  kind: messageKindSchema,
  address: z.string(),
  state: deliveryStateSchema,
  reason: deliveryReasonSchema.nullable(),
  attempts: z.number().int(),
  notBefore: z.iso.datetime().nullable(),
  queuedAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
  /** The mail server's last answer. */
  answer: z.string(),
})
export type Delivery = z.infer<typeof deliverySchema>

const addressBody = z.object({ address: z.email().max(254) })

export const messagesApi = {
  listTemplates: endpoint({
    method: 'GET',
    path: '/templates',
    summary: 'E-mail templates, the last changed first',
    tag,
    access: 'templates:read',
    query: pageQuery.extend({ search: z.string().max(200).optional() }),
    response: pageOf(templateSummary),
  }),
  createTemplate: endpoint({
    method: 'POST',
    path: '/templates',
    summary: 'Create a template',
    tag,
    access: 'templates:write',
    body: z.object({ name: templateName, content: templateContentSchema }),
    response: templateSchema,
    status: 201,
    idempotent: true,
  }),
  getTemplate: endpoint({
    method: 'GET',
    path: '/templates/:id',
    summary: 'One template with its newest version',
    tag,
    access: 'templates:read',
    params: idParams,
    response: templateSchema,
  }),
  saveTemplate: endpoint({
    method: 'PUT',
    path: '/templates/:id',
    summary: 'Save a template; a version that was used stays and a new one is made',
    tag,
    access: 'templates:write',
    params: idParams,
    body: z.object({
      name: templateName,
      content: templateContentSchema,
      /** When the content that was edited had been saved; another time by now is a conflict. */
      updatedAt: z.iso.datetime(),
    }),
    response: templateSchema,
  }),
  archiveTemplate: endpoint({
    method: 'DELETE',
    path: '/templates/:id',
    summary: 'Archive a template; campaigns that use it keep it',
    tag,
    access: 'templates:write',
    params: idParams,
  }),
  getTemplateVersion: endpoint({
    method: 'GET',
    path: '/templates/:id/versions/:version',
    summary: 'One version of a template, as it was sent',
    tag,
    access: 'templates:read',
    params: idParams.extend({ version: z.coerce.number().int().min(1) }),
    response: templateSchema,
  }),
  checkTemplate: endpoint({
    method: 'POST',
    path: '/template-checks',
    summary: 'Check a template without saving it',
    tag,
    access: 'templates:read',
    body: z.object({ content: templateContentSchema }),
    response: checkResultSchema,
  }),
  previewTemplate: endpoint({
    method: 'POST',
    path: '/template-previews',
    summary: 'Render a template as one customer would get it',
    tag,
    access: 'templates:read',
    body: previewBody,
    response: renderedSchema,
  }),
  testSend: endpoint({
    method: 'POST',
    path: '/template-tests',
    summary: 'Send a template to up to five addresses, as one customer would get it',
    tag,
    access: 'messages:test',
    body: previewBody.extend({ to: z.array(z.email().max(254)).min(1).max(5) }),
    response: z.object({ attempts: z.array(z.object({ to: z.string(), result: attemptSchema })) }),
  }),
  listVariables: endpoint({
    method: 'GET',
    path: '/template-variables',
    summary: 'What a template may use',
    tag,
    access: 'templates:read',
    response: z.object({ items: z.array(variableSchema) }),
  }),
  listStarters: endpoint({
    method: 'GET',
    path: '/template-starters',
    summary: 'Templates to start from',
    tag,
    access: 'templates:read',
    response: z.object({ items: z.array(starterSchema) }),
  }),
  getEmailChannel: endpoint({
    method: 'GET',
    path: '/channels/email',
    summary: 'How e-mail is sent; null before it is set up',
    tag,
    access: 'settings:read',
    response: z.object({ channel: emailChannelSchema.nullable() }),
  }),
  saveEmailChannel: endpoint({
    method: 'PUT',
    path: '/channels/email',
    summary: 'Set how e-mail is sent',
    tag,
    access: 'settings:write',
    body: emailChannelInputSchema,
    response: emailChannelSchema,
  }),
  verifyEmailChannel: endpoint({
    method: 'POST',
    path: '/channels/email/verify',
    summary: 'Connect and log in with these settings, without saving or sending',
    tag,
    access: 'settings:write',
    body: emailChannelInputSchema,
    response: attemptSchema,
  }),
  testEmailChannel: endpoint({
    method: 'POST',
    path: '/channels/email/test',
    summary: 'Send a short test message through the saved channel',
    tag,
    access: 'messages:test',
    body: addressBody,
    response: attemptSchema,
  }),
  listSuppressions: endpoint({
    method: 'GET',
    path: '/suppressions',
    summary: 'Addresses that are not written to, the newest first',
    tag,
    access: 'customers:personal',
    query: pageQuery.extend({ search: z.string().max(254).optional() }),
    response: pageOf(suppressionSchema),
  }),
  addSuppression: endpoint({
    method: 'POST',
    path: '/suppressions',
    summary: 'Stop writing to an address, from the next message on',
    tag,
    access: 'customers:write',
    body: addressBody.extend({ detail: z.string().max(500).default('') }),
    response: suppressionSchema,
    status: 201,
  }),
  removeSuppression: endpoint({
    method: 'POST',
    path: '/suppressions/remove',
    summary: 'Write to an address again',
    tag,
    access: 'customers:write',
    body: addressBody,
  }),
  importSuppressions: endpoint({
    method: 'POST',
    path: '/suppressions/import',
    summary: 'Stop writing to many addresses',
    tag,
    access: 'customers:write',
    body: z.object({
      addresses: z.array(z.string().max(400)).min(1).max(10_000),
      reason: suppressionReasonSchema.default('manual'),
      detail: z.string().max(500).default(''),
    }),
    response: z.object({
      added: z.number().int(),
      known: z.number().int(),
      /** The first hundred that are no addresses. */
      invalid: z.array(z.string()),
    }),
  }),
  receiveBounce: endpoint({
    method: 'POST',
    path: '/bounces',
    summary: 'Hand in a returned message or a complaint, as it came (RFC 3464, RFC 5965)',
    tag,
    access: 'data:write',
    bytes: 'request',
    response: z.object({ settled: z.number().int(), ignored: z.number().int() }),
  }),
  listDeliveries: endpoint({
    method: 'GET',
    path: '/deliveries',
    summary: 'Messages by campaign or customer, the newest first, with what became of each and why',
    tag,
    access: 'campaigns:read',
    query: pageQuery.extend({
      campaignId: z.uuid().optional(),
      profileId: z.uuid().optional(),
      state: deliveryStateSchema.optional(),
    }),
    response: pageOf(deliverySchema),
  }),
  settleUncertain: endpoint({
    method: 'POST',
    path: '/deliveries/settle-uncertain',
    summary:
      'Send again, or leave, the messages of a campaign of which nobody can know whether they went out',
    tag,
    access: 'campaigns:launch',
    body: z.object({ campaignId: z.uuid(), decision: z.enum(['resend', 'leave']) }),
    response: z.object({ settled: z.number().int() }),
  }),
} as const
