import type { SegmentsDeps } from '../deps'
import { createComparing } from './compare'
import { createLookalikes, type LookalikeCatalogue } from './lookalike'

export type Targets = ReturnType<typeof createTargets>

/** Whom to choose: segments side by side, and people who are like those of a segment. */
export function createTargets(deps: SegmentsDeps, catalogue: LookalikeCatalogue) {
  return { ...createComparing(deps, catalogue), lookalikes: createLookalikes(deps, catalogue) }
}
