import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defineCommand } from 'citty'
import { Failure } from '../../../kernel/failure'
import { randomSecret, systemClock } from '../../../platform/clock'
import { loadConfig } from '../../../platform/config'
import { holdDataDir } from '../../../platform/data-dir'
import { createLog } from '../../../platform/log'
import { portTrouble } from '../../port-trouble'
import { httpApp, type Listening, listen } from '../../server'
import { version } from '../../version'
import { type App, wire } from '../../wire'
import { Lifetime, onEndSignals } from '../lifetime'
import { startWithDemo } from '../start-demo'

const ownerOnly = 0o600
/** As a shell reports a program that Ctrl-C ended. */
const forcedExitCode = 130

export const start = defineCommand({
  meta: {
    name: 'start',
    description:
      'Starts Rapport in this terminal: engines, pipeline, API and console in one process. Ctrl-C ends it cleanly.',
  },
  args: {
    demo: {
      type: 'boolean',
      description: 'Load the demo shop at once: 20,000 customers, 18 months, six past campaigns',
      default: false,
    },
  },
  run: ({ args }) => startServer({ isDemo: args.demo }),
})

async function startServer({ isDemo }: { isDemo: boolean }): Promise<void> {
  const lifetime = new Lifetime()
  onEndSignals(
    () => void endCleanly(lifetime),
    () => process.exit(forcedExitCode),
    () => systemClock().getTime(),
  )
  try {
    const app = await lifetime.run(() => openAll(lifetime))
    if (isDemo) await startWithDemo(app)
  } catch (error) {
    if (lifetime.isEnding) return
    await lifetime.end()
    if (!(error instanceof Failure)) throw error
    process.stderr.write(`rapport: ${error.message}\n`)
    process.exit(1)
  }
}

async function endCleanly(lifetime: Lifetime): Promise<void> {
  process.stdout.write('\nStopping: what is in hand is finished first (Ctrl-C again: at once) …\n')
  await lifetime.end()
  process.exit(0)
}

async function openAll(lifetime: Lifetime): Promise<App> {
  const config = loadConfig()
  const log = createLog(config.logLevel)
  const dataDir = await lifetime.open(
    () => holdDataDir(config.dataDir, systemClock()),
    (held) => held.release(),
  )
  const app = await lifetime.open(
    () => wire(config, dataDir, log),
    (wired) => wired.stop(),
  )
  const cliToken = randomSecret()
  await writeFile(join(dataDir.run, 'cli-token'), cliToken, { mode: ownerOnly })
  const listening = await lifetime.open(
    () => listenOrSay(app, cliToken),
    (open) => open.close(),
  )
  app.setPublicUrl(listening.url)
  await writeFile(
    join(dataDir.run, 'server.json'),
    JSON.stringify({ pid: process.pid, url: listening.url, version }),
    { mode: ownerOnly },
  )
  if (config.owner)
    await app.teams.createOwner({ ...config.owner, name: config.owner.email.split('@')[0] ?? 'Owner' })
  await lifetime.open(() => app.start())
  await greet(app, listening.url)
  return app
}

function listenOrSay(app: App, cliToken: string): Promise<Listening> {
  const { host, port } = app.config
  const settings = 'RAPPORT_PORT or RAPPORT_HOST'
  return listen(app, httpApp(app, cliToken)).catch(portTrouble(`port ${port} of ${host}`, settings))
}

async function greet(app: App, url: string): Promise<void> {
  const link = await app.teams.firstLoginLink()
  const lines = [`Rapport 知客 ${version} is ready at ${url}`]
  if (link) lines.push(`First login 首次登录: ${link}`)
  process.stdout.write(`${lines.join('\n')}\n`)
}
