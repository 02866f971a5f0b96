import { defineCommand, runMain } from 'citty'
import { version } from '../server'
import { start } from './commands/start'

const main = defineCommand({
  meta: {
    name: 'rapport',
    version,
    description:
      'Rapport 知客: a customer operations platform in one program. Commands other than `start` talk to the running server.',
  },
  subCommands: { start },
})

await runMain(main)
