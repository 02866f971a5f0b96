import type { Outgoing } from '../../modules/campaigns'
import type { Messages } from '../../modules/messages'

/** Messages as what campaigns send. A missing channel has a check of its own. */
export function outgoingOf({ outgoing, pinTemplate }: Pick<Messages, 'outgoing' | 'pinTemplate'>): Outgoing {
  return {
    ...outgoing,
    pin: pinTemplate,
    async template(workspaceId, templateId) {
      const template = await outgoing.template(workspaceId, templateId)
      const findings = template?.findings.filter(({ code }) => code !== 'missing_channel') ?? []
      return template && { ...template, findings }
    },
  }
}
