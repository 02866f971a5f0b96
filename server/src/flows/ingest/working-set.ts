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
  openProfile,
  type Profile,
  type ProfileHead,
  type ProfileRow,
  type StoredProfile,
  storedProfile,
} from '../../modules/profiles'
import type { Queryable } from '../../platform/postgres'
import { type Held, HeldIdentifiers } from './held'

/**
 * Identifiers and profiles kept in memory between batches, per generation: about 35 MB and, for profiles like the demo
 * shop's (1.5 KB as stored), 70 MB. Several batches are under way at once, and what they changed must not be forgotten
 * before it is written: a generation holds more than they touch.
 */
const identifiersKept = 120_000
const profilesKept = 40_000
const redirectsMax = 100_000
const companiesKept = 20_000
const membersKept = 40_000

/** An identifier of a message. */
export interface HeldIdentifier extends Identifier {
  readonly held: Held
}

export type Wanted = {
  readonly workspaceId: string
  readonly identifiers: readonly HeldIdentifier[]
  readonly profileId?: string
  /** The company or household that is spoken of. */
  readonly companyId?: string
}

/**
 * What the pipeline knows of identifiers and profiles. The pipeline is their only writer, so this stays true between
 * batches, and what memory has is newer than what the database says; after any failure it is cleared, and the next batch
 * reads from the database again.
 */
export class WorkingSet {
  private readonly identifiers = new HeldIdentifiers(identifiersKept)
  private readonly kept = new Recent<string, Profile | StoredProfile>(profilesKept)
  /** The profiles of the batch at hand: never forgotten half way. */
  private readonly present = new Map<string, Profile | StoredProfile>()
  private readonly redirects = new Map<string, string>()
  private readonly companies = new Recent<string, Company>(companiesKept)
  private readonly presentCompanies = new Map<string, Company>()
  private readonly members = new Recent<string, CompanyMember>(membersKept)
  private readonly presentMembers = new Map<string, CompanyMember>()

  constructor(private readonly db: Queryable) {}

  clear(): void {
    this.identifiers.clear()
    this.kept.clear()
    this.present.clear()
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

  /** A message's identifier with what is known of it, now or once it is looked up. */
  hold(workspaceId: string, identifier: Identifier): HeldIdentifier {
    const held = this.identifiers.hold(workspaceId, identifier)
    return { kind: held.kind, value: held.value, lookupOnly: identifier.lookupOnly, held }
  }

  /** Brings in what a later batch may ask for, while others are being applied. */
  async warm(steps: readonly (Wanted | null)[]): Promise<void> {
    const wanted = steps.filter((step) => step !== null)
    await this.lookUpIdentifiers(wanted)
    await this.fetchProfiles([...this.profilesOf(wanted)].filter(([profileId]) => !this.kept.get(profileId)))
  }

  /** Brings in everything that the batch at hand may ask for, and holds it until the next. */
  async load(steps: readonly (Wanted | null)[]): Promise<void> {
    const wanted = steps.filter((step) => step !== null)
    this.present.clear()
    await this.lookUpIdentifiers(wanted)
    const missing = this.holdProfiles(wanted)
    if (missing.length > 0) {
      await this.fetchProfiles(missing)
      this.holdProfiles(wanted)
    }
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

  /** What identity is resolved against. */
  readonly view: IdentityView<HeldIdentifier> = {
    find: ({ held }) => {
      if (!held.target) return null
      const profileId = this.current(held.target.profileId)
      return profileId === held.target.profileId ? held.target : { nodeId: held.target.nodeId, profileId }
    },
    counts: (profileId) => this.profile(profileId).counts,
  }

  /** The profile that an id stands for today; null when there is none in this workspace. */
  known(workspaceId: string, profileId: string): Profile | null {
    const profile = this.present.get(this.current(profileId)) ?? this.kept.get(this.current(profileId))
    return profile?.workspaceId === workspaceId ? this.opened(profile) : null
  }

  /** What nearly every message asks of a profile, without opening it. */
  head(profileId: string): ProfileHead {
    return this.loaded(profileId)
  }

  profile(profileId: string): Profile {
    return this.opened(this.loaded(profileId))
  }

  put(profile: Profile): void {
    this.present.set(profile.profileId, profile)
    this.kept.set(profile.profileId, profile)
  }

  /** A profile is in the database as it is here: what has not changed since is kept as it is stored. */
  settle(profile: Profile, stored: StoredProfile): void {
    this.kept.replace(profile.profileId, profile, stored)
  }

  private loaded(profileId: string): Profile | StoredProfile {
    const profile = this.present.get(profileId) ?? this.kept.get(profileId)
    assert(profile, `profile ${profileId} was loaded with the batch`)
    return profile
  }

  /** Opened once a batch, however many messages of it ask. */
  private opened(profile: Profile | StoredProfile): Profile {
    if (!isStored(profile)) return profile
    const opened = openProfile(profile)
    this.present.set(opened.profileId, opened)
    return opened
  }

  attach({ held }: HeldIdentifier, target: IdentifierTarget): void {
    held.target = target
  }

  redirect(absorbedId: string, survivorId: string): void {
    this.redirects.set(absorbedId, survivorId)
  }

  private current(profileId: string): string {
    if (this.redirects.size === 0) return profileId
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
    return identifiers.flatMap(({ held }) => held.target?.nodeId ?? [])
  }

  /** Asks the database about identifiers that nothing is known of. What memory learns meanwhile is newer. */
  private async lookUpIdentifiers(wanted: readonly Wanted[]): Promise<void> {
    const unknown = new Set<Held>()
    for (const { identifiers } of wanted)
      for (const { held } of identifiers) if (held.target === undefined) unknown.add(held)
    if (unknown.size === 0) return
    const missing = [...unknown]
    for (const { index, nodeId, profileId } of await findIdentifiers(this.db, missing)) {
      const held = missing[index]
      if (held) held.target ??= { nodeId, profileId }
    }
    for (const held of missing) held.target ??= null
  }

  /** The profiles that are wanted, by id, with their workspace. */
  private profilesOf(wanted: readonly Wanted[]): Map<string, string> {
    const profileIds = new Map<string, string>()
    for (const { workspaceId, identifiers, profileId } of wanted) {
      if (profileId) profileIds.set(this.current(profileId), workspaceId)
      for (const { held } of identifiers)
        if (held.target) profileIds.set(this.current(held.target.profileId), workspaceId)
    }
    return profileIds
  }

  /** Holds the profiles that are remembered; the others are given back. */
  private holdProfiles(wanted: readonly Wanted[]): [profileId: string, workspaceId: string][] {
    return [...this.profilesOf(wanted)].filter(([profileId]) => {
      const profile = this.kept.get(profileId)
      if (profile) this.present.set(profileId, profile)
      return !profile
    })
  }

  private async fetchProfiles(wanted: readonly (readonly [string, string])[]): Promise<void> {
    let missing = wanted.map(([profileId, workspaceId]) => ({ workspaceId, profileId }))
    while (missing.length > 0) {
      const rows = await findProfileRows(this.db, missing)
      missing = rows.flatMap((row) => this.learn(row))
    }
  }

  /** Keeps a profile that the database told of; one that was absorbed leads to another, which has yet to be read. */
  private learn(row: ProfileRow): { workspaceId: string; profileId: string }[] {
    const { workspaceId, profileId, mergedInto } = row
    if (this.kept.has(profileId)) return []
    if (!mergedInto) {
      this.kept.set(profileId, storedProfile(row))
      return []
    }
    this.redirect(profileId, mergedInto)
    return this.kept.has(mergedInto) ? [] : [{ workspaceId, profileId: mergedInto }]
  }
}

const isStored = (profile: Profile | StoredProfile): profile is StoredProfile =>
  typeof profile.traits === 'string'
