import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Failure } from '../../kernel/failure'

/** A change of the layout that an older program cannot read gets the next number. */
export const backupFormat = 1
const fileName = 'manifest.json'

/** A path inside the backup: relative, with `/`, and never out of it. */
const insidePath = z
  .string()
  .min(1)
  .refine(
    (path) => !path.includes('\\') && path.split('/').every((name) => !['', '.', '..'].includes(name)),
    {
      error: 'leads out of the backup',
    },
  )

const manifestSchema = z.object({
  format: z.number().int(),
  /** The version of Rapport that took it. */
  version: z.string(),
  takenAt: z.iso.datetime(),
  takenFrom: z.enum(['running', 'stopped']),
  /** How far the pipeline was; null when the folder was copied without opening it. */
  journal: z.object({ position: z.number().int(), head: z.number().int() }).nullable(),
  /** Whether `secret.key` is in it, was left out, or does not exist because RAPPORT_SECRET stands for it. */
  key: z.enum(['included', 'left_out', 'environment']),
  bytes: z.number().int(),
  folders: z.array(insidePath),
  files: z.array(
    z.object({ path: insidePath, bytes: z.number().int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
  links: z.array(z.object({ path: insidePath, target: z.string() })),
})

export type Manifest = z.infer<typeof manifestSchema>

/** Where the copies lie in a backup. */
export const dataIn = (folder: string): string => join(folder, 'data')

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeFile(join(folder, fileName), `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600 })
}

/** The manifest of the backup `source`, which lies unpacked in a folder; refuses what is none, or one that a newer program took. */
export async function readManifest(folder: string, source: string): Promise<Manifest> {
  const text = await readFile(join(folder, fileName), 'utf8').catch(() => null)
  if (text === null)
    throw new Failure('unprocessable', `${source} is not a backup, or not a whole one: it has no ${fileName}`)
  const parsed = manifestSchema.safeParse(jsonOf(text))
  if (parsed.success && parsed.data.format === backupFormat) return parsed.data
  const format = z.object({ format: z.number(), version: z.string() }).safeParse(jsonOf(text)).data
  if (format && format.format > backupFormat)
    throw new Failure(
      'unprocessable',
      `the backup was taken by Rapport ${format.version}, which writes a newer form; restore it with that version`,
    )
  const [issue] = parsed.error?.issues ?? []
  const why = issue ? ` (${issue.path.join('.')}: ${issue.message})` : ''
  throw new Failure('unprocessable', `the ${fileName} in ${source} is damaged${why}`)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
