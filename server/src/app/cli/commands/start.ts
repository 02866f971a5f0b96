import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defineCommand } from 'citty'
import { Failure } from '../../../kernel/failure'
import { randomSecret, systemClock } from '../../../platform/clock'
import { loadConfig } from '../../../platform/config'
import { holdDataDir } from '../../../platform/data-dir'
import { createLog } from '../../../platform/log'
import { httpApp, listen, version } from '../../server'
import { wire } from '../../wire'
import { startWithDemo } from '../start-demo'

const ownerOnly = 0o600

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
  const config = loadConfig()
  const log = createLog(config.logLevel)
  const dataDir = await holdDataDir(config.dataDir, systemClock())
  const app = await wire(config, dataDir, log)
  const cliToken = randomSecret()
  await writeFile(join(dataDir.run, 'cli-token'), cliToken, { mode: ownerOnly })
  const listening = await listen(app, httpApp(app, cliToken)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    throw new Failure(
      'conflict',
      `port ${config.port} is taken by another program; set RAPPORT_PORT to another`,
    )
  })
  app.setPublicUrl(listening.url)
  await writeFile(
    join(dataDir.run, 'server.json'),
    JSON.stringify({ pid: process.pid, url: listening.url, version }),
    { mode: ownerOnly },
  )
  if (config.owner)
    await app.teams.createOwner({ ...config.owner, name: config.owner.email.split('@')[0] ?? 'Owner' })
  await app.start()
  await greet(app, listening.url)

  let isStopping = false
  const stop = async () => {
    if (isStopping) return
    isStopping = true
    process.stdout.write('\nStopping: what is in hand is finished first …\n')
    await listening.close()
    await app.stop()
    await dataDir.release()
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  if (isDemo) await startWithDemo(app)
}

async function greet(app: Awaited<ReturnType<typeof wire>>, url: string): Promise<void> {
  const link = await app.teams.firstLoginLink()
  const lines = [`Rapport 知客 ${version} is ready at ${url}`]
  if (link) lines.push(`First login 首次登录: ${link}`)
  process.stdout.write(`${lines.join('\n')}\n`)
}
