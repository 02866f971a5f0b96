import type { Identifier, IdentityPolicy } from './policy'

/** Where an identifier points: the node it was first seen with, and the profile that node belongs to now. */
export interface IdentifierTarget {
  readonly nodeId: string
  readonly profileId: string
}

/** How many identifiers of each kind a profile holds. */
export type IdentifierCounts = Readonly<Record<string, number>>

export interface IdentityView<I extends Identifier = Identifier> {
  find(identifier: I): IdentifierTarget | null
  counts(profileId: string): IdentifierCounts
}

/** An identifier that could not be brought together with the rest, and why the profiles stayed apart. */
export interface Conflict<I extends Identifier = Identifier> {
  readonly identifier: I
  readonly profileId: string
}

export interface Resolution<I extends Identifier = Identifier> {
  /** The profile and node that the message belongs to; null: a new one. */
  readonly target: IdentifierTarget | null
  /** Profiles that turn out to be the same person. */
  readonly absorbed: readonly string[]
  /** Identifiers seen for the first time. */
  readonly attach: readonly I[]
  readonly conflicts: readonly Conflict<I>[]
}

/**
 * Who a message is about. Identifiers come strongest first; the strongest known one decides, weaker ones join their
 * profiles to it as far as the limits allow, and what the limits forbid stays apart and is reported.
 * `force` is the caller's explicit word (alias, a merge by hand): limits do not apply.
 */
export function resolveIdentity<I extends Identifier>(
  identifiers: readonly I[],
  view: IdentityView<I>,
  policy: IdentityPolicy,
  force = false,
): Resolution<I> {
  const agreed = agreedTarget(identifiers, view)
  if (agreed) return { target: agreed, absorbed: none, attach: none, conflicts: none }
  let target: IdentifierTarget | null = null
  let held: Record<string, number> = {}
  const pending: I[] = []
  const absorbed: string[] = []
  const conflicts: Conflict<I>[] = []

  for (const identifier of identifiers) {
    const known = view.find(identifier)
    if (!known) {
      if (!identifier.lookupOnly) pending.push(identifier)
      continue
    }
    if (known.profileId === target?.profileId || absorbed.includes(known.profileId)) continue
    const counts = view.counts(known.profileId)
    const joining = target ? held : countKinds(pending)
    const isAlone = !target && pending.length === 0
    if (!force && !isAlone && !mayMerge(identifier.kind, policy)) continue
    if (!force && exceedsLimits(joining, counts, policy)) {
      conflicts.push({ identifier, profileId: known.profileId })
      continue
    }
    if (target) absorbed.push(known.profileId)
    else target = known
    held = target === known ? { ...counts } : addCounts(joining, counts)
  }

  const attach = pending.filter((identifier) => {
    const one = { [identifier.kind]: 1 }
    if (!force && exceedsLimits(held, one, policy)) return false
    held = addCounts(held, one)
    return true
  })
  return { target, absorbed, attach, conflicts }
}

const none: readonly never[] = []

/** Where the strongest points when all are known and belong to one profile: nearly every message, told quickly. */
function agreedTarget<I extends Identifier>(
  identifiers: readonly I[],
  view: IdentityView<I>,
): IdentifierTarget | null {
  let first: IdentifierTarget | null = null
  for (const identifier of identifiers) {
    const known = view.find(identifier)
    if (!known || (first && first.profileId !== known.profileId)) return null
    first ??= known
  }
  return first
}

/** A kind that may not merge finds a profile only for a message that carries nothing stronger. */
function mayMerge(kind: string, policy: IdentityPolicy): boolean {
  return policy.kinds.find((known) => known.kind === kind)?.merges !== false
}

/** Only what both sides bring more of counts: a profile past a limit by somebody's explicit word is not punished for it. */
function exceedsLimits(left: IdentifierCounts, right: IdentifierCounts, policy: IdentityPolicy): boolean {
  return policy.kinds.some(({ kind, limit }) => {
    const mine = left[kind] ?? 0
    const theirs = right[kind] ?? 0
    return mine > 0 && theirs > 0 && mine + theirs > limit
  })
}

function addCounts(left: IdentifierCounts, right: IdentifierCounts): Record<string, number> {
  const sum: Record<string, number> = { ...left }
  for (const [kind, count] of Object.entries(right)) sum[kind] = (sum[kind] ?? 0) + count
  return sum
}

function countKinds(identifiers: readonly Identifier[]): Record<string, number> {
  return identifiers.reduce<Record<string, number>>(
    (counts, { kind }) => addCounts(counts, { [kind]: 1 }),
    {},
  )
}
