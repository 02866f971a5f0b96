import { assert } from '../../kernel/assert'
import { Recent } from '../../kernel/recent'
import {
  findIdentifiers,
  findProfileRows,
  type Identifier,
  type IdentifierTarget,
  type IdentityView,
  type Profile,
  parseProfile,
} from '../../modules/profiles'
import type { Queryable } from '../../platform/postgres'

/** Identifiers and profiles kept in memory between batches, per generation: about 20 MB and 150 MB. */
const identifiersKept = 100_000
const profilesKept = 40_000
const redirectsMax = 100_000

export type Wanted = {
  readonly workspaceId: string
  readonly identifiers: readonly Identifier[]
  readonly profileId?: string
}

/**
 * What the pipeline knows of identifiers and profiles. The pipeline is their only writer, so this stays true between
 * batches; after any failure it is cleared, and the next batch reads from the database again.
 */
export class WorkingSet {
  private readonly targets = new Recent<string, IdentifierTarget>(identifiersKept)
  private readonly kept = new Recent<string, Profile>(profilesKept)
  /** The profiles of the batch at hand: never forgotten half way. */
  private readonly present = new Map<string, Profile>()
  private readonly presentTargets = new Map<string, IdentifierTarget>()
  private readonly redirects = new Map<string, string>()

  constructor(private readonly db: Queryable) {}

  clear(): void {
    this.targets.clear()
    this.kept.clear()
    this.present.clear()
    this.presentTargets.clear()
    this.redirects.clear()
  }

  /** Brings in everything that the batch may ask for, in two or three statements. */
  async load(wanted: readonly Wanted[]): Promise<void> {
    if (this.redirects.size > redirectsMax) this.clear()
    this.present.clear()
    this.presentTargets.clear()
    await this.loadIdentifiers(wanted)
    const profileIds = new Map<string, string>()
    for (const { workspaceId, identifiers, profileId } of wanted) {
      if (profileId) profileIds.set(this.current(profileId), workspaceId)
      for (const identifier of identifiers) {
        const target = this.find(workspaceId, identifier)
        if (target) profileIds.set(target.profileId, workspaceId)
      }
    }
    await this.loadProfiles(profileIds)
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

  private async loadIdentifiers(wanted: readonly Wanted[]): Promise<void> {
    const missing = new Map<string, Identifier & { workspaceId: string }>()
    for (const { workspaceId, identifiers } of wanted) {
      for (const identifier of identifiers) {
        const key = identifierKey(workspaceId, identifier)
        const known = this.targets.get(key)
        if (known) this.presentTargets.set(key, known)
        else missing.set(key, { workspaceId, ...identifier })
      }
    }
    if (missing.size === 0) return
    for (const row of await findIdentifiers(this.db, [...missing.values()])) {
      this.attach(row.workspaceId, row, { nodeId: row.nodeId, profileId: row.profileId })
    }
  }

  private async loadProfiles(wanted: ReadonlyMap<string, string>): Promise<void> {
    let missing: { workspaceId: string; profileId: string }[] = []
    for (const [profileId, workspaceId] of wanted) {
      const known = this.kept.get(profileId)
      if (known) this.present.set(profileId, known)
      else missing.push({ workspaceId, profileId })
    }
    while (missing.length > 0) {
      const rows = await findProfileRows(this.db, missing)
      missing = []
      for (const row of rows) {
        if (!row.mergedInto) this.put(parseProfile(row))
        else {
          this.redirect(row.profileId, row.mergedInto)
          if (!this.present.has(row.mergedInto))
            missing.push({ workspaceId: row.workspaceId, profileId: row.mergedInto })
        }
      }
    }
  }
}

function identifierKey(workspaceId: string, { kind, value }: Identifier): string {
  return `${workspaceId} ${kind} ${value}`
}
