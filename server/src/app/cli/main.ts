import { defineCommand, runMain } from 'citty'
import { version } from '../server'
import { demo } from './commands/demo'
import { key } from './commands/key'
import { start } from './commands/start'
import { user } from './commands/user'

const main = defineCommand({
  meta: {
    name: 'rapport',
    version,
    description:
      'Rapport 知客: a customer operations platform in one program. Commands other than `start` talk to the running server.',
  },
  subCommands: { start, demo, user, key },
})

await runMain(main)
