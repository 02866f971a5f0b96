import type { ClusterCandidate, ClusterFigure, ClusterResult, Rule } from '@rapport/contract'

/** One cluster as it is kept: figures and a rule, no words. Those are put together when somebody looks. */
export interface ComputedCluster {
  readonly people: number
  readonly silhouette: number
  readonly figures: readonly ClusterFigure[]
  readonly rule: Rule
  readonly precision: number
  readonly recall: number
}

/** What comes of an analysis. */
export interface Computed {
  readonly people: number
  readonly leftOut: number
  readonly k: number
  readonly inertia: number
  readonly silhouette: number
  readonly candidates: readonly ClusterCandidate[]
  readonly suggested: number | null
  readonly elbow: number | null
  readonly clusters: readonly ComputedCluster[]
  readonly scatter: ClusterResult['scatter']
}
