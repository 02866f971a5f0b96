import { Failure } from '../../kernel/failure'
import {
  type Catalogue,
  createCatalogue,
  listEventNames,
  listProperties,
  type PlanTimeline,
} from '../../modules/events'
import {
  defaultIdentityPolicy,
  defaultThresholds,
  type IdentityPolicy,
  type LifecycleThresholds,
} from '../../modules/profiles'
import type { Mention } from '../../modules/segments'
import type { Clock } from '../../platform/clock'
import type { Database } from '../../platform/postgres'
import type { WorkspaceContext } from './step'

const none: ReadonlySet<string> = new Set()

/** Changed settings count for what comes in after this. */
const believedMs = 2_000

export interface IngestSettings {
  readonly currency: string
  readonly exchangeRates: Readonly<Record<string, number>>
  readonly country: string
  readonly timezone: string
  readonly lifecycle?: LifecycleThresholds
  readonly identifierKinds?: IdentityPolicy['kinds']
  /** Changes that some segment wants to hear of. */
  readonly mentions?: ReadonlySet<Mention>
  /** Traits that the workspace computes by definitions of its own. */
  readonly ownTraits?: ReadonlySet<string>
}

export interface ContextDeps {
  readonly db: Database
  readonly settingsOf: (workspaceId: string) => Promise<IngestSettings>
  /** The workspace's tracking plan, believed for a moment by whoever gives it. */
  readonly planOf?: (workspaceId: string) => Promise<PlanTimeline | null>
  readonly now: Clock
}

/** What the pipeline needs to know of each workspace: settings from elsewhere, and the catalogue that it keeps itself. */
export function createContexts({ db, settingsOf, planOf, now }: ContextDeps) {
  const catalogues = new Map<string, Catalogue>()
  const settings = new Map<string, { readonly value: IngestSettings | null; readonly until: number }>()

  /** Counts questions and forgettings: an answer to an earlier question is not believed. */
  const asked = new Map<string, number>()

  async function settingsNow(workspaceId: string): Promise<IngestSettings | null> {
    const at = now().getTime()
    const known = settings.get(workspaceId)
    if (known && at < known.until) return known.value
    const askedFor = (asked.get(workspaceId) ?? 0) + 1
    asked.set(workspaceId, askedFor)
    const value = await settingsOf(workspaceId).catch(noneWhenGone)
    if (asked.get(workspaceId) === askedFor) settings.set(workspaceId, { value, until: at + believedMs })
    return value
  }

  async function catalogueOf(workspaceId: string): Promise<Catalogue> {
    const known = catalogues.get(workspaceId)
    if (known) return known
    const catalogue = createCatalogue()
    const properties = await listProperties(db, workspaceId)
    for (const { type, name } of await listEventNames(db, workspaceId)) {
      catalogue.restore(
        type,
        name,
        properties.filter((property) => property.event === name),
      )
    }
    catalogues.set(workspaceId, catalogue)
    return catalogue
  }

  return {
    /** Null when the workspace has been deleted: nothing is to be kept for it. */
    async of(workspaceId: string): Promise<WorkspaceContext | null> {
      const value = await settingsNow(workspaceId)
      if (!value) return null
      return {
        ...value,
        lifecycle: value.lifecycle ?? defaultThresholds,
        identity: value.identifierKinds ? { kinds: value.identifierKinds } : defaultIdentityPolicy,
        mentions: value.mentions ?? none,
        ownTraits: value.ownTraits ?? none,
        catalogue: await catalogueOf(workspaceId),
        plan: (await planOf?.(workspaceId)) ?? null,
      }
    },
    /** Of a workspace that was asked for before. */
    thresholdsOf: (workspaceId: string): LifecycleThresholds =>
      settings.get(workspaceId)?.value?.lifecycle ?? defaultThresholds,
    /** What is believed of a workspace is asked again. */
    forget(workspaceId: string): void {
      settings.delete(workspaceId)
      asked.set(workspaceId, (asked.get(workspaceId) ?? 0) + 1)
    },
    clear(): void {
      catalogues.clear()
      settings.clear()
    },
  }
}

function noneWhenGone(error: unknown): null {
  if (error instanceof Failure && error.code === 'not_found') return null
  throw error
}
