import type { LookalikeResult, LookalikeSize } from '@rapport/contract'

/** What comes of a run, without words: those are put together when somebody looks. */
export interface Computed extends Omit<LookalikeResult, 'sizes' | 'words'> {
  readonly sizes: readonly Omit<LookalikeSize, 'sentence'>[]
  /** Standard deviations between the seed and everybody, by feature: what words go by. */
  readonly gaps: readonly number[]
}
