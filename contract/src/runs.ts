import { z } from 'zod'

const count = z.number().int()
const moment = z.iso.datetime()

/** A question over many people that is worked out in the background and kept: clusters, lookalikes. */
export const runSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  state: z.enum(['running', 'done', 'failed']),
  /** Whom it is about, once they are counted. */
  people: count.nullable(),
  progress: z.object({ done: count, total: count }),
  /** The code of what stood in its way. */
  problem: z.string().nullable(),
  startedAt: moment,
  startedBy: z.string(),
  finishedAt: moment.nullable(),
})
export type Run = z.infer<typeof runSchema>

/** Whether no trait is named twice, for a `refine`. */
export const isEachTraitOnce = (traits: readonly { readonly trait: string }[]) =>
  new Set(traits.map(({ trait }) => trait)).size === traits.length
