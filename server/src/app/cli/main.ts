import { defineCommand, runMain } from 'citty'
import { version } from '../server'
import { demo } from './commands/demo'
import { exportData } from './commands/export'
import { importFile } from './commands/import'
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
  subCommands: { start, demo, import: importFile, export: exportData, user, key },
})

await runMain(main)
