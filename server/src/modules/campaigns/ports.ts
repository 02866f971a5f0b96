import type { CampaignAudience, DeliveryReason, DeliveryState, Finding, Rule } from '@rapport/contract'
import type { Queryable } from '../../platform/postgres'

/** Who is in: as much of the segments as campaigns ask for. */
export interface Audiences {
  /** A segment's name and what it means today; null when there is none (any more). */
  find(workspaceId: string, segmentId: string): Promise<{ name: string; rule: Rule } | null>
  /** How many people a rule holds for, at a moment. */
  count(workspaceId: string, rule: Rule, at: Date): Promise<number>
  /** Profile ids in a stable order, those behind `after`; fewer than `limit` mean that there are no more. */
  members(
    workspaceId: string,
    rule: Rule,
    page: { readonly at: Date; readonly after: string | null; readonly limit: number },
  ): Promise<readonly string[]>
}

/** What is sent: as much of the messages as campaigns ask for. */
export interface Outgoing {
  /** The newest version of a template and what its static check says; null when there is none. */
  template(workspaceId: string, templateId: string): Promise<OutgoingTemplate | null>
  /** Fixes the newest version of a template for good, in the transaction that launches. */
  pin(tx: Queryable, workspaceId: string, templateId: string): Promise<{ readonly version: number }>
  channel(workspaceId: string): Promise<'missing' | 'ready' | { readonly trouble: string }>
  /** What the send policy would say of each person now: `send`, or the reason why not. Sends nothing. */
  foresee(
    workspaceId: string,
    templateId: string,
    profileIds: readonly string[],
  ): Promise<readonly ('send' | DeliveryReason)[]>
  /** Makes one delivery for each person; a person who has one for this campaign keeps it. */
  queue(
    workspaceId: string,
    campaign: {
      readonly id: string
      readonly name: string
      readonly templateId: string
      readonly version: number
    },
    profileIds: readonly string[],
  ): Promise<void>
  /** Lets the messages of a campaign go out, wait, or never go; in the caller's transaction. */
  steer(
    tx: Queryable,
    workspaceId: string,
    campaignId: string,
    to: 'running' | 'paused' | 'cancelled',
  ): Promise<void>
  /** Looks at once for what may be sent, after a transaction that made or released some of it. */
  wake(): void
  counts(workspaceId: string, campaignId: string): Promise<readonly DeliveryCount[]>
}

export interface OutgoingTemplate {
  readonly name: string
  readonly version: number
  readonly findings: readonly Finding[]
}

export interface DeliveryCount {
  readonly state: DeliveryState
  readonly reason: DeliveryReason | null
  readonly count: number
}

/** The rule behind an audience, and the name to show for it; null for a segment that is gone. */
export async function ruleOf(
  audiences: Audiences,
  workspaceId: string,
  audience: CampaignAudience,
): Promise<{ name: string; rule: Rule } | null> {
  return audience.kind === 'rule'
    ? { name: '', rule: audience.rule }
    : audiences.find(workspaceId, audience.segmentId)
}
