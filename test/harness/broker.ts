import { constants } from 'node:fs'
import { cp } from 'node:fs/promises'

/** Asks the run's broker (engines-setup.ts) for something all its test files share; makes it at the first request. */
export async function askBroker(
  path: '/postgres' | '/clickhouse' | '/program' | '/postgres-folder' | '/product',
): Promise<string> {
  const broker = process.env.RAPPORT_TEST_BROKER
  if (!broker) throw new Error(`${path} is shared by a test run, and this is none: run it under vitest`)
  const response = await fetch(new URL(path, broker))
  const text = await response.text()
  if (!response.ok) throw new Error(`${path} could not be had: ${text}`)
  return text
}

/** Puts a migrated embedded PostgreSQL where there is none yet. Outside of a test run the program makes its own. */
export async function copyPostgresFolder(to: string): Promise<void> {
  if (!process.env.RAPPORT_TEST_BROKER) return
  await cp(await askBroker('/postgres-folder'), to, { recursive: true, mode: constants.COPYFILE_FICLONE })
}
