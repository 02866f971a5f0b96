import { endpoint, localeSchema, roleSchema } from '@rapport/contract'
import { z } from 'zod'

const tag = 'command line'
const email = z.string().trim().toLowerCase().pipe(z.email().max(254))

/**
 * What the command line asks of the running server beside the ordinary API. Reached at /api/internal/cli with the
 * token in the data folder: whoever can read that file runs this machine.
 */
export const cliApi = {
  workspaces: endpoint({
    method: 'GET',
    path: '/cli/workspaces',
    summary: 'Every workspace of the installation',
    tag,
    access: 'signed-in',
    response: z.object({
      items: z.array(z.object({ id: z.string(), slug: z.string(), name: z.string(), createdAt: z.string() })),
    }),
  }),
  users: endpoint({
    method: 'GET',
    path: '/cli/users',
    summary: 'Every user of the installation',
    tag,
    access: 'signed-in',
    response: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          email: z.string(),
          name: z.string(),
          hasPassword: z.boolean(),
          memberships: z.array(z.string()),
          createdAt: z.string(),
        }),
      ),
    }),
  }),
  createUser: endpoint({
    method: 'POST',
    path: '/cli/users',
    summary: 'Create a user in the workspace; without a password the answer holds a link to set one',
    tag,
    access: 'members:write',
    body: z.object({
      email,
      name: z.string().trim().min(1).max(120).optional(),
      role: roleSchema,
      password: z.string().min(10).max(200).optional(),
      locale: localeSchema.optional(),
    }),
    response: z.object({ id: z.string(), email: z.string(), link: z.string().nullable() }),
  }),
  resetPassword: endpoint({
    method: 'POST',
    path: '/cli/users/reset-password',
    summary: 'A link, good once and for a day, to set a new password with',
    tag,
    access: 'signed-in',
    body: z.object({ email }),
    response: z.object({ link: z.string(), expiresAt: z.string() }),
  }),
}
