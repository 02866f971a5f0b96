import { z } from 'zod'

/** One line of `rapport doctor`: what was looked at, how it is, and what to do. */
export const checkSchema = z.object({
  name: z.string(),
  /** `warning` is worth a look; `problem` means that something does not work, or soon will not. */
  state: z.enum(['ok', 'warning', 'problem']),
  finding: z.string(),
  advice: z.string().nullable(),
})

export type Check = z.infer<typeof checkSchema>

export const ok = (name: string, finding: string): Check => ({ name, state: 'ok', finding, advice: null })
export const warning = (name: string, finding: string, advice: string): Check => ({
  name,
  state: 'warning',
  finding,
  advice,
})
export const problem = (name: string, finding: string, advice: string): Check => ({
  name,
  state: 'problem',
  finding,
  advice,
})

/** Looks; what cannot even be looked at is a problem with the reason. */
export async function looked(name: string, advice: string, look: () => Promise<Check>): Promise<Check> {
  return look().catch((error: unknown) =>
    problem(name, (error instanceof Error ? error.message : String(error)) || 'no answer', advice),
  )
}
