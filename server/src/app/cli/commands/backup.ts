import { resolve } from 'node:path'
import { defineCommand } from 'citty'
import { type BackupState, backupApi, backupStopped, serversOwnBackup } from '../../../flows/backup'
import { Failure } from '../../../kernel/failure'
import { pause, systemClock } from '../../../platform/clock'
import { type Config, loadConfig } from '../../../platform/config'
import { holdDataDir, holderOf } from '../../../platform/data-dir'
import { connectRunningServer } from '../../../platform/running-server'
import { version } from '../../version'
import { type Answer, commonArgs, say } from '../answer'
import { megabytes, moment } from '../table'

const pollMs = 200

type Done = Extract<BackupState, { state: 'done' }>

interface Order {
  readonly target: string
  readonly withKey: boolean
}

export const backup = defineCommand({
  meta: {
    name: 'backup',
    description:
      'Copies everything Rapport knows into a new folder, or into one file when the name ends in .tar, .tar.gz or .tgz. Works while the server runs (events that come meanwhile wait for the copy of PostgreSQL and are not lost) and while it is stopped. The secret key is left out unless asked for: keep a copy of secret.key apart. With DATABASE_URL or CLICKHOUSE_URL set it prints the commands of the servers instead. Example: rapport backup ../rapport-2024-05-01.tar.gz',
  },
  args: {
    target: {
      type: 'positional',
      required: true,
      description: 'The folder or file to make; it must not be there yet',
      valueHint: 'rapport.tar.gz',
    },
    'with-key': {
      type: 'boolean',
      description: 'Put secret.key in too: whoever has the backup can then read stored mail passwords',
      default: false,
    },
    json: commonArgs.json,
  },
  run: ({ args }) =>
    say(args.json, async () => {
      const config = loadConfig()
      const order = { target: resolve(args.target), withKey: args['with-key'] }
      const isHeld = (await holderOf(config.dataDir)) !== null
      return present(await (isHeld ? byServer(config, order) : byOurselves(config, order)))
    }),
})

async function byServer({ dataDir }: Config, order: Order): Promise<BackupState> {
  const server = await connectRunningServer(dataDir)
  let state = await server.call(backupApi.start, { body: order })
  while (state.state === 'running') {
    await pause(pollMs)
    state = await server.call(backupApi.state)
  }
  return state
}

async function byOurselves(config: Config, order: Order): Promise<BackupState> {
  const instead = serversOwnBackup(config)
  if (instead) throw new Failure('unprocessable', instead)
  const held = await holdDataDir(config.dataDir, systemClock())
  try {
    const isKeyInEnvironment = config.secret !== null
    const { dataDir } = config
    return await backupStopped({ ...order, dataDir, isKeyInEnvironment, version, now: systemClock })
  } finally {
    await held.release()
  }
}

function present(state: BackupState): Answer {
  if (state.state !== 'done')
    throw new Failure(
      'internal',
      `there is no backup: ${state.state === 'failed' ? state.message : 'the server was started again meanwhile'}`,
    )
  return { json: state, lines: [state.target], notes: [summaryOf(state), ...keyNotes[state.key]] }
}

function summaryOf({ files, bytes, takenAt, journal }: Done): string {
  const at = journal ? `, journal position ${journal.position} of ${journal.head}` : ''
  return `Backed up ${files.toLocaleString('en-US')} files, ${megabytes(bytes)}, as of ${moment(takenAt)}${at}.`
}

const keyNotes: Readonly<Record<Done['key'], readonly string[]>> = {
  included: ['secret.key is in it: keep it where nobody else can read it.'],
  left_out: [
    'secret.key is not in it: keep a copy of that file apart. Without it stored mail passwords have to be entered again and unsubscribe links in sent mail are dead.',
  ],
  environment: ['The key is in RAPPORT_SECRET: keep a copy of it apart.'],
}
