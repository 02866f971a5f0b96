import { z } from 'zod'
import { askedMomentSchema } from './asked-time'
import { endpoint, idParams, pageOf, pageQuery } from './endpoint'
import { permissionSchema, roleSchema } from './permissions'
import { isSourceFree, reservedSource } from './source-names'
import {
  currencySchema,
  localeSchema,
  timezoneSchema,
  workspaceChangesSchema,
  workspaceName,
  workspaceSettingsSchema,
} from './workspace-settings'

const moment = z.iso.datetime()

const emailSchema = z.string().trim().toLowerCase().pipe(z.email().max(254))
const passwordSchema = z.string().min(10).max(200)
const personName = z.string().trim().min(1).max(120)
const secretSchema = z.string().min(20).max(200)

export const workspaceSchema = z.object({
  id: z.uuid(),
  createdAt: moment,
  settings: workspaceSettingsSchema,
  /** True once an amount has been recorded. */
  currencyLocked: z.boolean(),
})
export type Workspace = z.infer<typeof workspaceSchema>

/** A workspace as one of its members sees it in the switcher. */
export const myWorkspaceSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  role: roleSchema,
  permissions: z.array(permissionSchema),
  currency: currencySchema,
  timezone: z.string(),
  defaultLocale: localeSchema,
  country: z.string(),
  startedWith: workspaceSettingsSchema.shape.startedWith,
})
export type MyWorkspace = z.infer<typeof myWorkspaceSchema>

export const userSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  /** The user's own choice of language; null follows the workspace. */
  locale: localeSchema.nullable(),
})
export type User = z.infer<typeof userSchema>

export const meSchema = z.object({
  user: userSchema,
  workspaces: z.array(myWorkspaceSchema),
  /** The workspace used last; null when the user is in none. */
  currentWorkspaceId: z.uuid().nullable(),
  mayCreateWorkspaces: z.boolean(),
})
export type Me = z.infer<typeof meSchema>

export const memberSchema = z.object({
  userId: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  joinedAt: moment,
  lastSeenAt: moment.nullable(),
})
export type Member = z.infer<typeof memberSchema>

export const invitationSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  role: roleSchema,
  invitedBy: z.string(),
  createdAt: moment,
  expiresAt: moment,
  state: z.enum(['open', 'expired']),
})
export type Invitation = z.infer<typeof invitationSchema>

/** The link is told once, to whoever makes the invitation; only its hash is kept. */
export const newInvitationSchema = z.object({ invitation: invitationSchema, link: z.string() })

export const sessionSchema = z.object({
  id: z.uuid(),
  /** The browser's own description of itself. */
  userAgent: z.string(),
  address: z.string(),
  createdAt: moment,
  lastSeenAt: moment,
  expiresAt: moment,
  current: z.boolean(),
})
export type Session = z.infer<typeof sessionSchema>

export const keyKindSchema = z.enum(['api', 'write'])
export type KeyKind = z.infer<typeof keyKindSchema>

export const apiKeySchema = z.object({
  id: z.uuid(),
  kind: keyKindSchema,
  name: z.string(),
  /** The first letters, to tell keys apart; the rest is known only to whoever made it. */
  prefix: z.string(),
  scopes: z.array(permissionSchema),
  createdBy: z.string(),
  createdAt: moment,
  lastUsedAt: moment.nullable(),
  expiresAt: moment.nullable(),
  revokedAt: moment.nullable(),
})
export type ApiKey = z.infer<typeof apiKeySchema>

export const newKeyBody = z
  .object({
    kind: keyKindSchema,
    /** For a write key this is the name of the source that its events come from. */
    name: z.string().trim().min(1).max(80),
    /** What an API key may do: no more than its maker may. Write keys only send events and take none. */
    scopes: z.array(permissionSchema).max(50).default([]),
    expiresAt: askedMomentSchema.nullable().default(null),
  })
  .refine(({ kind, name }) => kind !== 'write' || isSourceFree(name), { path: ['name'], ...reservedSource })

export const newKeySchema = z.object({ key: apiKeySchema, secret: z.string() })

export const auditEntrySchema = z.object({
  sequence: z.number().int(),
  at: moment,
  actor: z.object({ kind: z.enum(['user', 'api_key', 'system']), id: z.string(), name: z.string() }),
  action: z.string(),
  objectKind: z.string(),
  objectId: z.string(),
  summary: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  hash: z.string(),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

export const auditVerdictSchema = z.object({
  intact: z.boolean(),
  entries: z.number().int(),
  /** The hash of the last entry: write it down elsewhere to prove later that nothing before it changed. */
  head: z.string().nullable(),
  /** Sequence number of the first entry that does not fit, and how. */
  brokenAt: z.number().int().nullable(),
  reason: z.enum(['content_changed', 'link_broken', 'entry_missing', 'head_mismatch']).nullable(),
})
export type AuditVerdict = z.infer<typeof auditVerdictSchema>

const tag = 'teams'

/**
 * Accounts, workspaces and who may do what.
 *
 * A browser is known by the cookie `rapport_session`; it names the workspace in the header `Rapport-Workspace`
 * on every call (`none` before it is in any), and without that header nothing is changed: another site's page
 * cannot set it. Programs send `Authorization: Bearer rpk_…`, which says the workspace by itself.
 *
 * Codes of problems to tell apart: login_failed, login_throttled, setup_link_invalid, owner_exists,
 * invitation_invalid, invitation_expired, account_exists, email_taken, reset_link_invalid, password_wrong,
 * password_weak, workspace_header_missing, workspace_required, not_a_member, user_required, last_owner, role_too_high,
 * scope_too_wide, slug_taken, currency_locked, confirmation_wrong, idempotency_key_reused,
 * idempotency_key_running, cross_site.
 */
export const teamsApi = {
  setup: endpoint({
    method: 'GET',
    path: '/setup',
    summary: 'Whether this Rapport still needs its first owner',
    tag,
    access: 'public',
    response: z.object({ needsOwner: z.boolean() }),
  }),
  completeSetup: endpoint({
    method: 'POST',
    path: '/setup',
    summary: 'Create the first owner with the one-time link that the first start prints, and sign in',
    tag,
    access: 'public',
    body: z.object({
      token: secretSchema,
      email: emailSchema,
      name: personName,
      password: passwordSchema,
      workspaceName: workspaceName.optional(),
      locale: localeSchema.default('zh-CN'),
      currency: currencySchema.optional(),
      timezone: timezoneSchema.optional(),
      country: workspaceSettingsSchema.shape.country.unwrap().optional(),
    }),
    response: meSchema,
  }),
  login: endpoint({
    method: 'POST',
    path: '/session',
    summary: 'Sign in',
    tag,
    access: 'public',
    body: z.object({ email: emailSchema, password: z.string().min(1).max(200) }),
    response: meSchema,
  }),
  logout: endpoint({
    method: 'DELETE',
    path: '/session',
    summary: 'Sign out of this session',
    tag,
    access: 'signed-in',
  }),
  me: endpoint({
    method: 'GET',
    path: '/me',
    summary: 'Who is signed in, and the workspaces they are in',
    tag,
    access: 'signed-in',
    response: meSchema,
  }),
  updateMe: endpoint({
    method: 'PATCH',
    path: '/me',
    summary: 'Change your own name or language',
    tag,
    access: 'signed-in',
    body: z.object({ name: personName.optional(), locale: localeSchema.nullable().optional() }),
    response: meSchema,
  }),
  changePassword: endpoint({
    method: 'POST',
    path: '/me/password',
    summary: 'Change your password; every other session ends',
    tag,
    access: 'signed-in',
    body: z.object({ currentPassword: z.string().min(1).max(200), newPassword: passwordSchema }),
  }),
  switchWorkspace: endpoint({
    method: 'PUT',
    path: '/me/workspace',
    summary: 'Remember which workspace is open',
    tag,
    access: 'signed-in',
    body: z.object({ workspaceId: z.uuid() }),
    response: meSchema,
  }),
  leaveWorkspace: endpoint({
    method: 'DELETE',
    path: '/me/membership',
    summary: 'Leave the current workspace',
    tag,
    access: 'signed-in',
  }),
  sessions: endpoint({
    method: 'GET',
    path: '/me/sessions',
    summary: 'Where you are signed in',
    tag,
    access: 'signed-in',
    response: z.object({ items: z.array(sessionSchema) }),
  }),
  revokeSession: endpoint({
    method: 'DELETE',
    path: '/me/sessions/:id',
    summary: 'End one of your sessions',
    tag,
    access: 'signed-in',
    params: idParams,
  }),
  revokeOtherSessions: endpoint({
    method: 'DELETE',
    path: '/me/sessions',
    summary: 'End all your sessions but this one',
    tag,
    access: 'signed-in',
    response: z.object({ ended: z.number().int() }),
  }),
  lookUpPasswordReset: endpoint({
    method: 'POST',
    path: '/password-resets/lookup',
    summary: 'Whose password a reset link sets',
    tag,
    access: 'public',
    body: z.object({ token: secretSchema }),
    response: z.object({ email: z.string(), expiresAt: moment }),
  }),
  redeemPasswordReset: endpoint({
    method: 'POST',
    path: '/password-resets/redeem',
    summary: 'Set a password with a reset link, end every session and sign in',
    tag,
    access: 'public',
    body: z.object({ token: secretSchema, password: passwordSchema }),
    response: meSchema,
  }),

  roles: endpoint({
    method: 'GET',
    path: '/roles',
    summary: 'What each role may do',
    tag,
    access: 'signed-in',
    response: z.object({
      items: z.array(z.object({ role: roleSchema, permissions: z.array(permissionSchema) })),
    }),
  }),
  createWorkspace: endpoint({
    method: 'POST',
    path: '/workspaces',
    summary: 'Create a workspace and become its owner',
    tag,
    access: 'signed-in',
    body: z.object({
      name: workspaceName,
      slug: workspaceSettingsSchema.shape.slug.optional(),
      currency: currencySchema.optional(),
      timezone: timezoneSchema.optional(),
      defaultLocale: localeSchema.optional(),
      country: workspaceSettingsSchema.shape.country.unwrap().optional(),
    }),
    response: workspaceSchema,
    status: 201,
    idempotent: true,
  }),
  workspace: endpoint({
    method: 'GET',
    path: '/workspace',
    summary: 'The current workspace and its settings',
    tag,
    access: 'settings:read',
    response: workspaceSchema,
  }),
  updateWorkspace: endpoint({
    method: 'PATCH',
    path: '/workspace',
    summary: 'Change settings of the current workspace',
    tag,
    access: 'settings:write',
    body: workspaceChangesSchema,
    response: workspaceSchema,
  }),
  deleteWorkspace: endpoint({
    method: 'DELETE',
    path: '/workspace',
    summary: 'Delete the current workspace and everything in it; type its name to confirm',
    tag,
    access: 'workspace:delete',
    body: z.object({ confirmation: z.string().max(200) }),
  }),

  members: endpoint({
    method: 'GET',
    path: '/members',
    summary: 'Members of the workspace',
    tag,
    access: 'members:read',
    response: z.object({ items: z.array(memberSchema) }),
  }),
  updateMember: endpoint({
    method: 'PATCH',
    path: '/members/:id',
    summary: 'Change the role of a member',
    tag,
    access: 'members:write',
    params: idParams,
    body: z.object({ role: roleSchema }),
    response: memberSchema,
  }),
  removeMember: endpoint({
    method: 'DELETE',
    path: '/members/:id',
    summary: 'Remove a member from the workspace',
    tag,
    access: 'members:write',
    params: idParams,
  }),

  invitations: endpoint({
    method: 'GET',
    path: '/invitations',
    summary: 'Invitations not accepted yet',
    tag,
    access: 'members:read',
    response: z.object({ items: z.array(invitationSchema) }),
  }),
  invite: endpoint({
    method: 'POST',
    path: '/invitations',
    summary: 'Invite somebody by e-mail address; the answer holds the link to hand over',
    tag,
    access: 'members:write',
    body: z.object({ email: emailSchema, role: roleSchema }),
    response: newInvitationSchema,
    status: 201,
  }),
  renewInvitation: endpoint({
    method: 'POST',
    path: '/invitations/:id/renew',
    summary: 'Make a new link for an invitation; the old one stops working',
    tag,
    access: 'members:write',
    params: idParams,
    response: newInvitationSchema,
  }),
  withdrawInvitation: endpoint({
    method: 'DELETE',
    path: '/invitations/:id',
    summary: 'Withdraw an invitation',
    tag,
    access: 'members:write',
    params: idParams,
  }),
  lookUpInvitation: endpoint({
    method: 'POST',
    path: '/invitations/lookup',
    summary: 'What an invitation link is for',
    tag,
    access: 'public',
    body: z.object({ token: secretSchema }),
    response: z.object({
      workspaceName: z.string(),
      email: z.string(),
      role: roleSchema,
      invitedBy: z.string(),
      expiresAt: moment,
      defaultLocale: localeSchema,
      /** The address has an account: its password is asked for instead of a new one. */
      hasAccount: z.boolean(),
    }),
  }),
  acceptInvitation: endpoint({
    method: 'POST',
    path: '/invitations/accept',
    summary: 'Join with an invitation link, with a new account or an existing one, and sign in',
    tag,
    access: 'public',
    body: z.object({
      token: secretSchema,
      /** Needed for a new account. */
      name: personName.optional(),
      /** The new password, or the existing account's. */
      password: z.string().min(1).max(200),
      locale: localeSchema.optional(),
    }),
    response: meSchema,
  }),

  keys: endpoint({
    method: 'GET',
    path: '/keys',
    summary: 'API keys and write keys of the workspace',
    tag,
    access: 'keys:write',
    query: z.object({ kind: keyKindSchema.optional() }),
    response: z.object({ items: z.array(apiKeySchema) }),
  }),
  createKey: endpoint({
    method: 'POST',
    path: '/keys',
    summary: 'Create a key; the answer is the only time its secret is told',
    tag,
    access: 'keys:write',
    body: newKeyBody,
    response: newKeySchema,
    status: 201,
  }),
  revokeKey: endpoint({
    method: 'DELETE',
    path: '/keys/:id',
    summary: 'Revoke a key for good',
    tag,
    access: 'keys:write',
    params: idParams,
    response: apiKeySchema,
  }),

  audit: endpoint({
    method: 'GET',
    path: '/audit',
    summary: 'Who changed what, newest first',
    tag,
    access: 'audit:read',
    query: pageQuery.extend({
      /** A whole action (`key.created`) or its beginning up to the dot (`key`). */
      action: z.string().max(80).optional(),
      actorId: z.string().max(80).optional(),
      objectKind: z.string().max(80).optional(),
      objectId: z.string().max(200).optional(),
      from: askedMomentSchema.optional(),
      to: askedMomentSchema.optional(),
    }),
    response: pageOf(auditEntrySchema),
  }),
  verifyAudit: endpoint({
    method: 'GET',
    path: '/audit/verification',
    summary: 'Recompute the chain of hashes and say whether an entry was changed or removed',
    tag,
    access: 'audit:read',
    response: auditVerdictSchema,
  }),
}
