import { isUnreadable } from './write'

/** Classes of PostgreSQL's codes that blame what was written: data, integrity, limits. */
const dataClasses = new Set(['22', '23', '54'])

/** True when trying again cannot help, because what is written is at fault and not an engine, the network or the disk. */
export function isAboutData(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof TypeError || error instanceof RangeError) return true
  if (error.message.startsWith('assertion failed')) return true
  const code = 'code' in error ? String(error.code) : ''
  return (code.length === 5 && dataClasses.has(code.slice(0, 2))) || isUnreadable(error)
}
