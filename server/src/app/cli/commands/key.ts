import {
  type ApiKey,
  type KeyKind,
  type Permission,
  permissionSchema,
  permissionsByRole,
  roleSchema,
  teamsApi,
} from '@rapport/contract'
import { defineCommand } from 'citty'
import { Failure } from '../../../kernel/failure'
import { systemClock } from '../../../platform/clock'
import type { RunningServer } from '../../../platform/running-server'
import { answer, commonArgs } from '../answer'
import { moment, tableOf } from '../table'

const kind = {
  type: 'enum' as const,
  options: ['write', 'api'] as KeyKind[],
  description:
    'write: for the tracking API, in web pages and tills, can only send events. api: for programs, does what its scopes allow',
}

const create = defineCommand({
  meta: {
    name: 'create',
    description:
      'Creates a key and prints it, once: only its hash is kept. The key alone goes to standard output, so KEY=$(rapport key create --kind write --name "web shop") works.',
  },
  args: {
    ...commonArgs,
    kind: { ...kind, required: true },
    name: {
      type: 'string',
      description: 'What the key is for; for a write key the name of the source its events come from',
      valueHint: 'web shop',
    },
    scopes: {
      type: 'string',
      description:
        'Of an api key: a role (viewer, analyst, operator, admin …) or permissions with commas between them (customers:read,data:write)',
      default: 'admin',
    },
    expires: {
      type: 'string',
      description: 'When the key stops working: in so many days (90d) or at a moment (2027-01-01T00:00:00Z)',
      valueHint: '90d',
    },
  },
  run: ({ args }) =>
    answer(args.json, async (server) => {
      const made = await server.call(teamsApi.createKey, {
        workspace: args.workspace,
        body: {
          kind: args.kind,
          name: args.name ?? `command line, ${args.kind}`,
          scopes: args.kind === 'api' ? scopesOf(args.scopes) : [],
          expiresAt: args.expires ? expiryOf(args.expires, systemClock()) : null,
        },
      })
      const { key, secret } = made
      const notes = [`Created the ${key.kind} key “${key.name}”. It is shown only now:`]
      return { json: made, lines: [secret], notes }
    }),
})

const list = defineCommand({
  meta: { name: 'list', description: 'Lists the keys of a workspace: what for, last used, still valid.' },
  args: { ...commonArgs, kind },
  run: ({ args }) =>
    answer(args.json, async (server) => {
      const query = { kind: args.kind }
      const { items } = await server.call(teamsApi.keys, { workspace: args.workspace, query })
      const rows = items.map((key) => [
        key.prefix,
        key.kind,
        key.name,
        stateOf(key, systemClock()),
        moment(key.lastUsedAt),
        moment(key.createdAt),
        key.id,
      ])
      return {
        json: items,
        lines: tableOf(['KEY', 'KIND', 'NAME', 'STATE', 'LAST USED', 'CREATED', 'ID'], rows),
      }
    }),
})

const revoke = defineCommand({
  meta: {
    name: 'revoke',
    description:
      'Revokes a key for good: whoever uses it is refused from now on. Example: rapport key revoke rpk_Ab12Cd',
  },
  args: {
    ...commonArgs,
    key: {
      type: 'positional',
      required: true,
      description: 'Id or first letters of the key, as `rapport key list` shows them',
    },
  },
  run: ({ args }) =>
    answer(args.json, async (server) => {
      const { id } = await keyNamed(server, args.key, args.workspace)
      const key = await server.call(teamsApi.revokeKey, { workspace: args.workspace, params: { id } })
      return { json: key, lines: [`Revoked the ${key.kind} key “${key.name}” (${key.prefix}…).`] }
    }),
})

export const key = defineCommand({
  meta: {
    name: 'key',
    description: 'Keys for programs: write keys send events to the tracking API, api keys use the REST API.',
  },
  subCommands: { create, list, revoke },
})

/** The scopes that a role's name or a list of permissions stands for. */
export function scopesOf(text: string): Permission[] {
  const role = roleSchema.safeParse(text)
  if (role.success) return [...permissionsByRole[role.data]]
  return text.split(',').map((word) => {
    const scope = permissionSchema.safeParse(word.trim())
    if (scope.success) return scope.data
    throw new Failure(
      'invalid_input',
      `there is no permission or role “${word.trim()}”; permissions are: ${permissionSchema.options.join(', ')}`,
    )
  })
}

/** The moment that `90d` or an ISO date stands for. */
export function expiryOf(text: string, now: Date): string {
  const days = /^(\d{1,4})d$/.exec(text)?.[1]
  const at = days ? new Date(now.getTime() + Number(days) * 86_400_000) : new Date(text)
  if (Number.isNaN(at.getTime()) || at <= now)
    throw new Failure('invalid_input', `“${text}” is neither so many days (90d) nor a moment to come`)
  return at.toISOString()
}

function stateOf(one: ApiKey, now: Date): string {
  if (one.revokedAt) return 'revoked'
  return one.expiresAt && new Date(one.expiresAt) <= now ? 'expired' : 'valid'
}

async function keyNamed(
  server: RunningServer,
  name: string,
  workspace?: string,
): Promise<{ id: string; kind: KeyKind }> {
  const { items } = await server.call(teamsApi.keys, { workspace })
  const matches = items.filter((one) => one.id === name || (name.length >= 8 && name.startsWith(one.prefix)))
  const [match] = matches
  if (match && matches.length === 1) return match
  throw new Failure(
    'not_found',
    `${matches.length || 'no'} keys are called ${name}; give the id that the list shows`,
  )
}
