import { stripVTControlCharacters } from 'node:util'
import { type CommandDef, defineCommand, renderUsage, runMain } from 'citty'
import { version } from '../version'
import { strict } from './strict'

const main = defineCommand({
  meta: {
    name: 'rapport',
    version,
    description:
      'Rapport 知客: a customer operations platform in one program. `start` runs it; the other commands talk to the running server, and backup, restore and doctor also work while it is stopped.',
  },
  // loaded when asked for: `--help` and a call to the server need none of the engines
  subCommands: {
    start: () => import('./commands/start').then(({ start }) => start),
    demo: () => import('./commands/demo').then(({ demo }) => demo),
    import: () => import('./commands/import').then(({ importFile }) => importFile),
    export: () => import('./commands/export').then(({ exportData }) => exportData),
    user: () => import('./commands/user').then(({ user }) => user),
    key: () => import('./commands/key').then(({ key }) => key),
    backup: () => import('./commands/backup').then(({ backup }) => backup),
    restore: () => import('./commands/restore').then(({ restore }) => restore),
    doctor: () => import('./commands/doctor').then(({ doctor }) => doctor),
  },
})

/** The list of commands with the first sentence of each; `rapport COMMAND --help` says the rest. */
async function brief(): Promise<CommandDef> {
  const loads = Object.entries(main.subCommands as Record<string, () => Promise<CommandDef>>)
  const commands = await Promise.all(
    loads.map(async ([name, load]) => {
      const { description = '' } = (await load()).meta as { description?: string }
      return [name, { meta: { name, description: description.split(/(?<=\.) /)[0] } }] as const
    }),
  )
  return { ...main, subCommands: Object.fromEntries(commands) }
}

const program = strict(main)
await runMain(program, {
  showUsage: async (command, parent) => {
    const isMain = (command as unknown) === program
    const usage = await (isMain ? renderUsage(await brief()) : renderUsage(command, parent))
    const isColoured = process.stdout.isTTY && !process.env.NO_COLOR
    process.stdout.write(`${isColoured ? usage : stripVTControlCharacters(usage)}\n\n`)
  },
})
