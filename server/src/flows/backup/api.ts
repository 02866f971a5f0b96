import { endpoint } from '@rapport/contract'
import { z } from 'zod'

const tag = 'command line'

const backupState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('running'), step: z.enum(['engines', 'checksums', 'packing']) }),
  z.object({
    state: z.literal('done'),
    target: z.string(),
    bytes: z.number(),
    files: z.number(),
    takenAt: z.string(),
    key: z.enum(['included', 'left_out', 'environment']),
    journal: z.object({ position: z.number(), head: z.number() }).nullable(),
  }),
  z.object({ state: z.literal('failed'), message: z.string() }),
])

export type BackupState = z.infer<typeof backupState>

/** What the command line asks of the running server; behind its own door, because it writes where it is told to. */
export const backupApi = {
  start: endpoint({
    method: 'POST',
    path: '/cli/backup',
    summary: 'Begin a backup of this installation',
    tag,
    access: 'signed-in',
    status: 202,
    body: z.object({ target: z.string().min(1).max(4_000), withKey: z.boolean() }),
    response: backupState,
  }),
  state: endpoint({
    method: 'GET',
    path: '/cli/backup',
    summary: 'How far the backup is',
    tag,
    access: 'signed-in',
    response: backupState,
  }),
}
