import { defineCommand, runMain } from 'citty'
import { version } from '../version'

const main = defineCommand({
  meta: {
    name: 'rapport',
    version,
    description:
      'Rapport 知客: a customer operations platform in one program. Commands other than `start` talk to the running server.',
  },
  // loaded when asked for: `--help` and a call to the server need none of the engines
  subCommands: {
    start: () => import('./commands/start').then(({ start }) => start),
    demo: () => import('./commands/demo').then(({ demo }) => demo),
    import: () => import('./commands/import').then(({ importFile }) => importFile),
    export: () => import('./commands/export').then(({ exportData }) => exportData),
    user: () => import('./commands/user').then(({ user }) => user),
    key: () => import('./commands/key').then(({ key }) => key),
  },
})

await runMain(main)
