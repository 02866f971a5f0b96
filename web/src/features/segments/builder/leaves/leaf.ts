import type { z } from 'zod'

/**
 * One kind of condition as the builder knows it. A new kind is a file beside this one, a row for the page, and a line
 * in `index.ts` and in `rows.tsx`.
 */
export interface LeafKind<Draft, Leaf> {
  /** Decides whether a draft is whole. */
  readonly schema: z.ZodType<Leaf>
  create(): Draft
  open(leaf: Leaf): Draft
  /** What the draft means, as far as it is filled in. */
  write(draft: Draft): object
  /** The same with ids of its own. */
  copy(draft: Draft): Draft
}
