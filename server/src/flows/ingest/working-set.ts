import { assert } from '../../kernel/assert'
import { Recent } from '../../kernel/recent'
import {
  type Company,
  type CompanyMember,
  findCompanies,
  findIdentifiers,
  findMembers,
  findProfileRows,
  type Identifier,
  type IdentifierTarget,
  type IdentityView,
  memberKey,
  type Profile,
  parseProfile,
} from '../../modules/profiles'
import type { Queryable } from '../../platform/postgres'

/**
 * Identifiers and profiles kept in memory between batches, per generation: about 20 MB and 150 MB. Several batches are under
 * way at once, and what they changed must not be forgotten before it is written: a generation holds more than they touch.
 */
const identifiersKept = 100_000
const profilesKept = 40_000
const redirectsMax = 100_000
const companiesKept = 20_000
const membersKept = 40_000

type AskedIdentifier = Identifier & { readonly workspaceId: string }

export type Wanted = {
  readonly workspaceId: string
  readonly identifiers: readonly Identifier[]
  readonly profileId?: string
  /** The company or household that is spoken of. */
  readonly companyId?: string
}

/** Identifiers that the database does not know: only memory may. */
export type Unknown = ReadonlySet<string>

const nothing: Unknown = new Set()

/**
 * What the pipeline knows of identifiers and profiles. The pipeline is their only writer, so this stays true between
 * batches, and what memory has is newer than what the database says; after any failure it is cleared, and the next batch
 * reads from the database again.
 */
export class WorkingSet {
  private readonly targets = new Recent<string, IdentifierTarget>(identifiersKept)
  private readonly kept = new Recent<string, Profile>(profilesKept)
  /** The profiles of the batch at hand: never forgotten half way. */
  private readonly present = new Map<string, Profile>()
  private readonly presentTargets = new Map<string, IdentifierTarget>()
  private readonly redirects = new Map<string, string>()
  private readonly companies = new Recent<string, Company>(companiesKept)
  private readonly presentCompanies = new Map<string, Company>()
  private readonly members = new Recent<string, CompanyMember>(membersKept)
  private readonly presentMembers = new Map<string, CompanyMember>()

  constructor(private readonly db: Queryable) {}

  clear(): void {
    this.targets.clear()
    this.kept.clear()
    this.present.clear()
    this.presentTargets.clear()
    this.redirects.clear()
    this.companies.clear()
    this.presentCompanies.clear()
    this.members.clear()
    this.presentMembers.clear()
  }

  /** Whether it follows so many merges that it should be cleared, once nothing is under way. */
  get isFull(): boolean {
    return this.redirects.size > redirectsMax
  }

  /** Brings in what a later batch may ask for, while others are being applied; says what there is none of. */
  async warm(wanted: readonly Wanted[]): Promise<Unknown> {
    const missing = this.missingIdentifiers(wanted, nothing)
    await this.fetchIdentifiers(missing)
    await this.fetchProfiles(this.missingProfiles(wanted))
    return new Set([...missing.keys()].filter((key) => !this.targets.has(key)))
  }

  /** Brings in everything that the batch at hand may ask for, and holds it until the next. */
  async load(wanted: readonly Wanted[], unknown: Unknown = nothing): Promise<void> {
    this.present.clear()
    this.presentTargets.clear()
    await this.fetchIdentifiers(this.missingIdentifiers(wanted, unknown))
    this.holdIdentifiers(wanted)
    await this.fetchProfiles(this.missingProfiles(wanted))
    this.holdProfiles(wanted)
    await this.loadCompanies(wanted.filter(({ companyId }) => companyId !== undefined))
  }

  company(companyId: string): Company | null {
    return this.presentCompanies.get(companyId) ?? this.companies.get(companyId) ?? null
  }

  /** What is known of a node in a company, also that it left. */
  member(companyId: string, nodeId: string): CompanyMember | null {
    const key = memberKey({ companyId, nodeId })
    return this.presentMembers.get(key) ?? this.members.get(key) ?? null
  }

  putCompany(company: Company): void {
    this.presentCompanies.set(company.companyId, company)
    this.companies.set(company.companyId, company)
  }

  putMember(member: CompanyMember): void {
    this.presentMembers.set(memberKey(member), member)
    this.members.set(memberKey(member), member)
  }

  find(workspaceId: string, identifier: Identifier): IdentifierTarget | null {
    const key = identifierKey(workspaceId, identifier)
    const target = this.presentTargets.get(key) ?? this.targets.get(key)
    if (!target) return null
    const profileId = this.current(target.profileId)
    return profileId === target.profileId ? target : { nodeId: target.nodeId, profileId }
  }

  view(workspaceId: string): IdentityView {
    return {
      find: (identifier) => this.find(workspaceId, identifier),
      counts: (profileId) => this.profile(profileId).counts,
    }
  }

  /** The profile that an id stands for today; null when there is none in this workspace. */
  known(workspaceId: string, profileId: string): Profile | null {
    const profile = this.present.get(this.current(profileId)) ?? this.kept.get(this.current(profileId))
    return profile?.workspaceId === workspaceId ? profile : null
  }

  profile(profileId: string): Profile {
    const profile = this.present.get(profileId) ?? this.kept.get(profileId)
    assert(profile, `profile ${profileId} was loaded with the batch`)
    return profile
  }

  put(profile: Profile): void {
    this.present.set(profile.profileId, profile)
    this.kept.set(profile.profileId, profile)
  }

  attach(workspaceId: string, identifier: Identifier, target: IdentifierTarget): void {
    const key = identifierKey(workspaceId, identifier)
    this.presentTargets.set(key, target)
    this.targets.set(key, target)
  }

  redirect(absorbedId: string, survivorId: string): void {
    this.redirects.set(absorbedId, survivorId)
  }

  private current(profileId: string): string {
    let id = profileId
    for (let next = this.redirects.get(id); next; next = this.redirects.get(id)) id = next
    return id
  }

  /** Reads companies and memberships as they are in the database, whatever is remembered of them. */
  async companiesAgain(
    companies: readonly Pick<Company, 'workspaceId' | 'companyId'>[],
    members: readonly Pick<CompanyMember, 'workspaceId' | 'companyId' | 'nodeId'>[],
  ): Promise<{ companies: Company[]; members: CompanyMember[] }> {
    return {
      companies: await findCompanies(this.db, companies),
      members: await findMembers(this.db, members),
    }
  }

  private async loadCompanies(wanted: readonly Wanted[]): Promise<void> {
    this.presentCompanies.clear()
    this.presentMembers.clear()
    const companies = new Map<string, Pick<Company, 'workspaceId' | 'companyId'>>()
    const members = new Map<string, Pick<CompanyMember, 'workspaceId' | 'companyId' | 'nodeId'>>()
    for (const { companyId = '', ...one } of wanted) {
      const { workspaceId } = one
      const company = this.companies.get(companyId)
      if (company) this.presentCompanies.set(companyId, company)
      else companies.set(companyId, { workspaceId, companyId })
      for (const nodeId of this.nodesOf(one)) {
        const key = memberKey({ companyId, nodeId })
        const member = this.members.get(key)
        if (member) this.presentMembers.set(key, member)
        else members.set(key, { workspaceId, companyId, nodeId })
      }
    }
    for (const company of await findCompanies(this.db, [...companies.values()])) this.putCompany(company)
    for (const member of await findMembers(this.db, [...members.values()])) this.putMember(member)
  }

  /** The nodes that a message may speak of: those its identifiers point to, or all of the profile that it names. */
  private nodesOf({ workspaceId, identifiers, profileId }: Wanted): string[] {
    const profile = profileId ? this.known(workspaceId, profileId) : null
    if (profile) return [profile.profileId, ...profile.nodes]
    return identifiers.flatMap((identifier) => this.find(workspaceId, identifier)?.nodeId ?? [])
  }

  private missingIdentifiers(wanted: readonly Wanted[], unknown: Unknown): Map<string, AskedIdentifier> {
    const missing = new Map<string, AskedIdentifier>()
    for (const { workspaceId, identifiers } of wanted) {
      for (const identifier of identifiers) {
        const key = identifierKey(workspaceId, identifier)
        if (!unknown.has(key) && !this.targets.get(key)) missing.set(key, { workspaceId, ...identifier })
      }
    }
    return missing
  }

  private async fetchIdentifiers(missing: ReadonlyMap<string, AskedIdentifier>): Promise<void> {
    if (missing.size === 0) return
    for (const row of await findIdentifiers(this.db, [...missing.values()])) {
      const key = identifierKey(row.workspaceId, row)
      if (!this.targets.has(key)) this.targets.set(key, { nodeId: row.nodeId, profileId: row.profileId })
    }
  }

  private holdIdentifiers(wanted: readonly Wanted[]): void {
    for (const { workspaceId, identifiers } of wanted) {
      for (const identifier of identifiers) {
        const key = identifierKey(workspaceId, identifier)
        const target = this.targets.get(key)
        if (target) this.presentTargets.set(key, target)
      }
    }
  }

  /** The profiles that are wanted, by id, with their workspace. */
  private profilesOf(wanted: readonly Wanted[]): Map<string, string> {
    const profileIds = new Map<string, string>()
    for (const { workspaceId, identifiers, profileId } of wanted) {
      if (profileId) profileIds.set(this.current(profileId), workspaceId)
      for (const identifier of identifiers) {
        const target = this.find(workspaceId, identifier)
        if (target) profileIds.set(target.profileId, workspaceId)
      }
    }
    return profileIds
  }

  private missingProfiles(wanted: readonly Wanted[]): { workspaceId: string; profileId: string }[] {
    return [...this.profilesOf(wanted)].flatMap(([profileId, workspaceId]) =>
      this.kept.get(profileId) ? [] : [{ workspaceId, profileId }],
    )
  }

  private async fetchProfiles(wanted: readonly { workspaceId: string; profileId: string }[]): Promise<void> {
    for (let missing = wanted; missing.length > 0; ) {
      const rows = await findProfileRows(this.db, missing)
      const further: { workspaceId: string; profileId: string }[] = []
      for (const row of rows) {
        if (this.kept.has(row.profileId)) continue
        if (!row.mergedInto) this.kept.set(row.profileId, parseProfile(row))
        else {
          this.redirect(row.profileId, row.mergedInto)
          if (!this.kept.has(row.mergedInto))
            further.push({ workspaceId: row.workspaceId, profileId: row.mergedInto })
        }
      }
      missing = further
    }
  }

  private holdProfiles(wanted: readonly Wanted[]): void {
    for (const profileId of this.profilesOf(wanted).keys()) {
      const profile = this.kept.get(profileId)
      if (profile) this.present.set(profileId, profile)
    }
  }
}

function identifierKey(workspaceId: string, { kind, value }: Identifier): string {
  return `${workspaceId} ${kind} ${value}`
}
