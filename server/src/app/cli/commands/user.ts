import { type Role, roleSchema, teamsApi } from '@rapport/contract'
import { defineCommand } from 'citty'
import { cliApi } from '../../../modules/teams'
import { answer, commonArgs } from '../answer'
import { moment, tableOf } from '../table'

const role = {
  type: 'enum' as const,
  options: [...roleSchema.options] as Role[],
  description:
    'owner: everything; admin: all but deleting the workspace; operator: campaigns and data; analyst: reads, segments and exports; agent: serves customers; viewer: reads',
  default: 'viewer' as Role,
}
const email = {
  type: 'positional',
  required: true,
  description: 'E-mail address of the person',
  valueHint: 'li@shop.cn',
} as const

const create = defineCommand({
  meta: {
    name: 'create',
    description:
      'Creates a person in a workspace at once, without an invitation. Without a password it prints a link, good for a day, to set one. Example: rapport user create li@shop.cn --name "Li Mei" --role operator',
  },
  args: {
    ...commonArgs,
    email,
    role,
    name: { type: 'string', description: 'How others see the person', valueHint: 'Li Mei' },
    'password-stdin': {
      type: 'boolean',
      description: 'Read the password from standard input (never from an argument: others can see those)',
      default: false,
    },
  },
  run: ({ args }) =>
    answer(args.json, async (server) => {
      const password = args['password-stdin'] ? await readLine() : undefined
      const body = { email: args.email, role: roleSchema.parse(args.role), name: args.name, password }
      const made = await server.call(cliApi.createUser, { workspace: args.workspace, body })
      const lines = [`Created ${made.email} as ${args.role}.`]
      return {
        json: made,
        lines: made.link ? [...lines, `To set the password: ${made.link}`] : lines,
      }
    }),
})

const list = defineCommand({
  meta: {
    name: 'list',
    description: 'Lists everybody with an account, and what they are in which workspace.',
  },
  args: { json: commonArgs.json },
  run: ({ args }) =>
    answer(args.json, async (server) => {
      const { items } = await server.call(cliApi.users)
      const rows = items.map((user) => [
        user.email,
        user.name,
        user.memberships.join(', ') || '-',
        user.hasPassword ? 'set' : 'not set yet',
        moment(user.createdAt),
      ])
      return { json: items, lines: tableOf(['E-MAIL', 'NAME', 'WORKSPACES', 'PASSWORD', 'CREATED'], rows) }
    }),
})

const resetPassword = defineCommand({
  meta: {
    name: 'reset-password',
    description:
      'Prints a link, good once and for a day, to set a new password with. The old password works until then.',
  },
  args: { json: commonArgs.json, email },
  run: ({ args }) =>
    answer(args.json, async (server) => {
      const made = await server.call(cliApi.resetPassword, { body: { email: args.email } })
      return { json: made, lines: [made.link], notes: [`Good once, until ${moment(made.expiresAt)}:`] }
    }),
})

const invite = defineCommand({
  meta: {
    name: 'invite',
    description:
      'Prints a link, good for a week, with which a person joins a workspace and chooses a password.',
  },
  args: { ...commonArgs, email, role },
  run: ({ args }) =>
    answer(args.json, async (server) => {
      const body = { email: args.email, role: roleSchema.parse(args.role) }
      const made = await server.call(teamsApi.invite, { workspace: args.workspace, body })
      const notes = [`Invited ${made.invitation.email} as ${made.invitation.role}. Hand over this link:`]
      return { json: made, lines: [made.link], notes }
    }),
})

export const user = defineCommand({
  meta: { name: 'user', description: 'People with an account on this Rapport.' },
  subCommands: { create, list, invite, 'reset-password': resetPassword },
})

/** The first line of standard input. */
async function readLine(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString().split(/\r?\n/)[0] ?? ''
}
