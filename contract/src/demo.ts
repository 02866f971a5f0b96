import { z } from 'zod'
import { endpoint } from './endpoint'

const tag = 'demo'

export const demoProgressSchema = z.object({
  state: z.enum(['idle', 'running', 'done', 'failed']),
  /** Messages told and to tell; the total is 0 until it is known. */
  done: z.number().int(),
  total: z.number().int(),
  /** What went wrong, when it failed; else empty. */
  message: z.string(),
})
export type DemoProgress = z.infer<typeof demoProgressSchema>

/** The demo shop: a made-up shop's eighteen months, for looking around. Code of a problem: demo_running, demo_not_empty. */
export const demoApi = {
  load: endpoint({
    method: 'POST',
    path: '/demo',
    summary: 'Load the demo shop into the current workspace, in the background',
    tag,
    access: 'settings:write',
    response: demoProgressSchema,
    status: 202,
  }),
  progress: endpoint({
    method: 'GET',
    path: '/demo/progress',
    summary: 'How far the demo shop is loaded',
    tag,
    access: 'settings:read',
    response: demoProgressSchema,
  }),
}
