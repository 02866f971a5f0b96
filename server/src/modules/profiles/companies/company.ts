import { type CompanyKind, type CompanyRollup, companyRollups } from '@rapport/contract'
import { deriveId } from '../../../kernel/id'
import type { Json, JsonObject } from '../../events'
import type { Traits } from '../profile'

/** A company or a household as the pipeline holds it. A change is a new value. */
export interface Company {
  readonly workspaceId: string
  readonly companyId: string
  /** The sender's own id of the group. */
  readonly groupId: string
  readonly firstSeenMs: number
  readonly traits: Traits
  /** Journal position of its last change. */
  readonly version: number
}

/** That a node belongs to a company, or left it: the newest `at` wins, equal times the later arrival. */
export interface CompanyMember {
  readonly workspaceId: string
  readonly companyId: string
  readonly nodeId: string
  readonly isMember: boolean
  /** When they joined or left, ISO 8601 UTC. */
  readonly at: string
  readonly source: string
  readonly version: number
}

/** A node in a company, as one text. */
export const memberKey = ({ companyId, nodeId }: Pick<CompanyMember, 'companyId' | 'nodeId'>): string =>
  `${companyId} ${nodeId}`

export function companyIdOf(workspaceId: string, groupId: string): string {
  return deriveId('company', workspaceId, groupId)
}

export function newCompany(
  workspaceId: string,
  groupId: string,
  firstSeenMs: number,
  version: number,
): Company {
  const companyId = companyIdOf(workspaceId, groupId)
  return { workspaceId, companyId, groupId, firstSeenMs, traits: {}, version }
}

/** People who live together, where the trait `type` says so; else a company. */
export function kindOf({ traits }: Pick<Company, 'traits'>): CompanyKind {
  return traits.type?.value === 'household' ? 'household' : 'company'
}

/** What lists call it: its name, or the sender's id where there is none. */
export function companyName({ traits, groupId }: Pick<Company, 'traits' | 'groupId'>): string {
  const name = traits.name?.value
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : groupId
}

/** The traits that a sender gave, by their names here: a figure of the same name as one of ours is what was stated. */
export function companyTraits(given: JsonObject): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [isRollup(name) ? `stated_${name}` : own(name), value]),
  )
}

export function isRollup(name: string): name is CompanyRollup {
  return Object.hasOwn(companyRollups, name)
}

/** Given traits as plain values. */
export function plainCompanyTraits({ traits }: Pick<Company, 'traits'>): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(traits).flatMap(([name, { value }]) => (value === null ? [] : [[name, value]])),
  )
}

/** Names of the Segment spec as they are called here. */
const own = (name: string): string => (name === 'createdAt' ? 'created_at' : name)
