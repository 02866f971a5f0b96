import { messagesApi } from '@rapport/contract'
import type { Page } from '../../kernel/page'
import { type Route, readLimitedBytes, route } from '../../platform/http'
import { reportBytesMax } from '../../platform/mail'
import type { Messages } from '.'

/** Everything that the console and programs may do with templates, channel and messages. */
export function messageRoutes(messages: Messages): Route[] {
  return [
    ...templateRoutes(messages),
    ...channelRoutes(messages),
    ...suppressionRoutes(messages),
    ...deliveryRoutes(messages),
  ]
}

function templateRoutes({ templates, starters }: Messages): Route[] {
  return [
    route(messagesApi.listTemplates, async ({ workspaceId, query }) =>
      listOf(await templates.list(workspaceId, query)),
    ),
    route(messagesApi.createTemplate, ({ actor, body }) => templates.create(actor, body.name, body.content)),
    route(messagesApi.getTemplate, ({ workspaceId, params }) => templates.get(workspaceId, params.id)),
    route(messagesApi.getTemplateVersion, ({ workspaceId, params }) =>
      templates.get(workspaceId, params.id, params.version),
    ),
    route(messagesApi.saveTemplate, ({ actor, params, body }) => templates.save(actor, params.id, body)),
    route(messagesApi.archiveTemplate, async ({ actor, params }) => {
      await templates.archive(actor, params.id)
      return undefined
    }),
    route(messagesApi.checkTemplate, ({ workspaceId, body }) => templates.check(workspaceId, body.content)),
    route(messagesApi.previewTemplate, ({ actor, body }) => templates.preview(actor, body)),
    route(messagesApi.testSend, async ({ actor, body }) => ({
      attempts: await templates.testSend(actor, body),
    })),
    route(messagesApi.listVariables, async ({ workspaceId }) => ({
      items: await templates.variables(workspaceId),
    })),
    route(messagesApi.listStarters, () => ({ items: starters() })),
  ]
}

function channelRoutes({ channel, audit, testChannel }: Messages): Route[] {
  return [
    route(messagesApi.getEmailChannel, async ({ workspaceId }) => ({
      channel: await channel.get(workspaceId),
    })),
    route(messagesApi.saveEmailChannel, async ({ actor, workspaceId, body }) => {
      const saved = await channel.save(workspaceId, body)
      await audit.record(actor, {
        action: 'email_channel.saved',
        objectKind: 'email_channel',
        objectId: workspaceId,
        summary: `${saved.host}:${saved.port}`,
      })
      return saved
    }),
    route(messagesApi.verifyEmailChannel, ({ workspaceId, body }) => channel.verify(workspaceId, body)),
    route(messagesApi.testEmailChannel, ({ workspaceId, body }) => testChannel(workspaceId, body.address)),
  ]
}

function suppressionRoutes({ suppressions }: Messages): Route[] {
  return [
    route(messagesApi.listSuppressions, async ({ workspaceId, query }) =>
      listOf(await suppressions.list(workspaceId, query)),
    ),
    route(messagesApi.addSuppression, ({ actor, body }) =>
      suppressions.add(actor, body.address, body.detail),
    ),
    route(messagesApi.removeSuppression, async ({ actor, body }) => {
      await suppressions.remove(actor, body.address)
      return undefined
    }),
    route(messagesApi.importSuppressions, ({ actor, body }) => suppressions.import(actor, body)),
  ]
}

function deliveryRoutes(messages: Messages): Route[] {
  return [
    route(messagesApi.receiveBounce, async ({ workspaceId, context }) =>
      messages.receiveReport(workspaceId, await readLimitedBytes(context, reportBytesMax)),
    ),
    route(messagesApi.listDeliveries, async ({ workspaceId, query }) =>
      listOf(await messages.deliveries(workspaceId, query)),
    ),
    route(messagesApi.settleUncertain, async ({ workspaceId, body }) => ({
      settled: await messages.settleUncertain(workspaceId, body.campaignId, body.decision),
    })),
  ]
}

function listOf<T>({ items, nextCursor }: Page<T>) {
  return { items: [...items], nextCursor }
}
