import type { SegmentsDeps } from '../deps'
import type { createCatalogue } from '../segments'
import { createComparing } from './compare'

export type Targets = ReturnType<typeof createTargets>

/** Whom to choose: segments side by side. */
export function createTargets(
  deps: SegmentsDeps,
  catalogue: Pick<ReturnType<typeof createCatalogue>, 'settingsAt'>,
) {
  return createComparing(deps, catalogue)
}
