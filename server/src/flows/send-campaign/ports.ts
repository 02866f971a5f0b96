import type { Rule } from '@rapport/contract'
import type { Audiences, Outgoing } from '../../modules/campaigns'
import type { Messages } from '../../modules/messages'

/** As much of the segments as campaigns need. */
export interface SegmentFace {
  find(workspaceId: string, id: string): Promise<{ readonly name: string; readonly rule: Rule } | null>
  countOf(workspaceId: string, rule: Rule, at: Date): Promise<number>
  memberIds(
    workspaceId: string,
    rule: Rule,
    page: { readonly at: Date; readonly after: string | null; readonly limit: number },
  ): Promise<readonly string[]>
}

/** Segments as the audiences of campaigns. */
export function audiencesOf(segments: SegmentFace): Audiences {
  return { find: segments.find, count: segments.countOf, members: segments.memberIds }
}

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
