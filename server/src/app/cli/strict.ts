import type { ArgsDef, CommandDef, Resolvable } from 'citty'

const always = ['help', 'h', 'version', 'v']

/** The same command, which refuses options that neither it nor a command under it has: a typing error does not start a server. */
export function strict(command: CommandDef): CommandDef {
  const { subCommands } = command
  if (!subCommands)
    return {
      ...command,
      setup: async (context) => {
        const args = (await resolved(command.args)) ?? {}
        const unknown = unknownOption(context.rawArgs, args)
        if (unknown === null) return command.setup?.(context)
        const names = Object.keys(args).filter((name) => args[name]?.type !== 'positional')
        const known = names.length > 0 ? `; there are: ${names.map((name) => `--${name}`).join(', ')}` : ''
        process.stderr.write(`rapport: there is no option ${unknown}${known}\n`)
        process.exit(1)
      },
    }
  return {
    ...command,
    subCommands: async () =>
      Object.fromEntries(
        Object.entries(await resolved(subCommands)).map(([name, one]) => [
          name,
          async () => strict((await resolved(one)) as CommandDef),
        ]),
      ),
  }
}

/** The first word that looks like an option and is none; null when there is none. What follows `--` is never one. */
export function unknownOption(words: readonly string[], args: ArgsDef): string | null {
  const takesValue = new Map<string, boolean>(always.map((name) => [name, false]))
  for (const [name, { type, ...rest }] of Object.entries(args)) {
    const aliases = 'alias' in rest && rest.alias ? [rest.alias].flat() : []
    if (type !== 'positional')
      for (const one of [name, ...aliases]) takesValue.set(plain(one), type !== 'boolean')
  }
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (word === '--') return null
    if (!/^-[^-\d]|^--./.test(word)) continue
    const [given = '', value] = word.split('=', 2)
    const name = plain(given.replace(/^--?/, ''))
    const known = takesValue.get(name)
    if (known === undefined && takesValue.get(name.replace(/^no/, '')) !== false) return given
    if (known && value === undefined) at += 1
  }
  return null
}

/** `dry-run` and `dryRun` are the same option. */
const plain = (name: string) => name.replaceAll('-', '').toLowerCase()

const resolved = async <T>(value: Resolvable<T>): Promise<T> =>
  typeof value === 'function' ? await (value as () => T | Promise<T>)() : await value
