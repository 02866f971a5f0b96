/** Asks the run's broker (engines-setup.ts) for something all its test files share; makes it at the first request. */
export async function askBroker(path: '/postgres' | '/clickhouse' | '/program'): Promise<string> {
  const broker = process.env.RAPPORT_TEST_BROKER
  if (!broker) throw new Error(`${path} is shared by a test run, and this is none: run it under vitest`)
  const response = await fetch(new URL(path, broker))
  const text = await response.text()
  if (!response.ok) throw new Error(`${path} could not be had: ${text}`)
  return text
}
