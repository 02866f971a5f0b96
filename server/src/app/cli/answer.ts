import { Failure } from '../../kernel/failure'
import { cliApi } from '../../modules/teams'
import { loadConfig } from '../../platform/config'
import { connectRunningServer, type RunningServer } from '../../platform/running-server'

/** Arguments that every command that talks to the server has. */
export const commonArgs = {
  workspace: {
    type: 'string',
    alias: 'w',
    description: 'Short name or id of the workspace; not needed while there is only one',
    valueHint: 'shop',
  },
  json: { type: 'boolean', description: 'Print JSON for programs', default: false },
} as const

/** What a command prints: `lines` for people, `json` for programs, and `notes` beside either, on standard error. */
export interface Answer {
  readonly json: unknown
  readonly lines: readonly string[]
  readonly notes?: readonly string[]
}

/** Asks the running server and prints its answer; a refusal is one line on standard error and exit code 1. */
export async function answer(
  isJson: boolean,
  ask: (server: RunningServer) => Promise<Answer>,
): Promise<void> {
  await say(isJson, async () => {
    const server = await connectRunningServer(loadConfig().dataDir)
    return ask(server).catch((error) => sayWorkspaces(error, server))
  })
}

/** Prints what a command finds out by itself, in the same manner. */
export async function say(isJson: boolean, find: () => Promise<Answer>): Promise<void> {
  try {
    const { json, lines, notes = [] } = await find()
    for (const note of isJson ? [] : notes) process.stderr.write(`${note}\n`)
    process.stdout.write(
      isJson ? `${JSON.stringify(json, null, 2)}\n` : lines.map((line) => `${line}\n`).join(''),
    )
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    process.stderr.write(`rapport: ${error.message}\n`)
    process.exitCode = 1
  }
}

/** The server asks for a header when it cannot tell the workspace; here that is an argument, or there is none yet. */
async function sayWorkspaces(error: unknown, server: RunningServer): Promise<never> {
  if (!(error instanceof Failure) || error.details.code !== 'workspace_required') throw error
  const { items } = await server.call(cliApi.workspaces)
  const names = items.map(({ slug, name }) => `${slug} (${name})`).join(', ')
  throw new Failure(
    'invalid_input',
    names
      ? `say which workspace with --workspace; there are: ${names}`
      : 'there is no workspace yet: open the first-login link that `rapport start` printed, or start it with RAPPORT_OWNER_EMAIL and RAPPORT_OWNER_PASSWORD set',
  )
}
