import { Failure } from '../../kernel/failure'
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
  try {
    const { json, lines, notes = [] } = await ask(await connectRunningServer(loadConfig().dataDir))
    for (const note of isJson ? [] : notes) process.stderr.write(`${note}\n`)
    process.stdout.write(
      isJson ? `${JSON.stringify(json, null, 2)}\n` : lines.map((line) => `${line}\n`).join(''),
    )
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    process.stderr.write(`rapport: ${explain(error)}\n`)
    process.exitCode = 1
  }
}

/** The server speaks of headers; on the command line the same is an argument. */
function explain(failure: Failure): string {
  if (failure.details.code !== 'workspace_required') return failure.message
  return 'name the workspace with --workspace; `rapport user list` shows which there are. Without any yet, open the first-login link that `rapport start` printed, or set RAPPORT_OWNER_EMAIL and RAPPORT_OWNER_PASSWORD'
}
