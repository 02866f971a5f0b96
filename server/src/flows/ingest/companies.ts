import type { Message } from '../../modules/events'
import {
  type Company,
  type CompanyMember,
  companyIdOf,
  companyTraits,
  memberKey,
  newCompany,
  type Profile,
  setTraits,
} from '../../modules/profiles'
import { companyMention, type Mention, membersMention } from '../../modules/segments'
import type { Batch } from './batch'
import type { Step } from './step'
import type { WorkingSet } from './working-set'

/** Who joins or leaves, and the identity node that the message speaks of. */
export interface CompanyTarget {
  readonly profile: Profile
  readonly nodeId: string
}

/**
 * What a message says of a company or household: its traits, of each the newest, and whether somebody belongs to it. A
 * membership is of an identity node, so that a merge joins memberships and its undoing takes them apart.
 */
export function applyCompany(
  step: Step,
  item: Message,
  target: CompanyTarget | null,
  set: WorkingSet,
  batch: Batch,
): void {
  const { groupId } = item
  if (!groupId) return
  const company = applyCompanyTraits(step, item, groupId, set, batch)
  if (!target) return
  const isMember = item.properties?.is_member !== false
  const nodes = isMember ? [target.nodeId] : [target.profile.profileId, ...target.profile.nodes]
  for (const nodeId of nodes)
    applyMember(step, item, { company, nodeId, isMember }, target.profile, set, batch)
}

function applyCompanyTraits(
  step: Step,
  item: Message,
  groupId: string,
  set: WorkingSet,
  batch: Batch,
): Company {
  const { workspaceId, position } = step
  const timeMs = Date.parse(item.timestamp)
  const known = set.company(companyIdOf(workspaceId, groupId))
  const before = known ?? newCompany(workspaceId, groupId, timeMs, position)
  const given = companyTraits(item.traits ?? {})
  const { profile: said, changes } = setTraits(before, given, step.source, item.timestamp)
  const firstSeenMs = Math.min(before.firstSeenMs, timeMs)
  if (known && changes.length === 0 && firstSeenMs === known.firstSeenMs) return known
  const company = { ...said, firstSeenMs, version: position }
  set.putCompany(company)
  batch.companies.set(company.companyId, company)
  for (const { trait } of changes) note(step, batch, company.companyId, companyMention(trait))
  return company
}

function applyMember(
  step: Step,
  item: Message,
  { company, nodeId, isMember }: { company: Company; nodeId: string; isMember: boolean },
  profile: Profile,
  set: WorkingSet,
  batch: Batch,
): void {
  const { workspaceId, position: version, source } = step
  const { companyId } = company
  const known = set.member(companyId, nodeId)
  const wasMember = known?.isMember ?? false
  if (isMember && wasMember ? !isEarlier(item, known) : wasMember === isMember || isEarlier(item, known))
    return
  const member: CompanyMember = {
    workspaceId,
    companyId,
    nodeId,
    isMember,
    at: item.timestamp,
    source,
    version,
  }
  set.putMember(member)
  batch.members.set(memberKey(member), member)
  if (wasMember === isMember) return
  note(step, batch, profile.profileId, membersMention)
  note(step, batch, companyId, membersMention)
}

/** Older than what is known: it changes nothing, except that a member may have joined earlier. */
const isEarlier = ({ timestamp }: Message, known: CompanyMember | null): boolean =>
  known !== null && timestamp < known.at

/** Only what some segment watches for is noted; the one touched is a profile, or a company whose members are meant. */
function note({ workspaceId, context }: Step, batch: Batch, id: string, mention: Mention): void {
  if (context.mentions.has(mention)) batch.mention({ workspaceId, profileId: id }, mention)
}
