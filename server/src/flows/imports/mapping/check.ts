import { type ImportColumn, type ImportKind, type ImportOptions, importTargets } from '@rapport/contract'
import { Failure } from '../../../kernel/failure'
import { isTimeZone } from '../../../modules/profiles'

/** The targets that are missing for the import to start; `a|b` when either would do. */
export function missingTargets(
  kind: ImportKind,
  columns: readonly ImportColumn[],
  options: ImportOptions,
): string[] {
  const has = (...targets: string[]) =>
    columns.some(({ target }) => target !== null && targets.includes(target))
  const missing: string[] = []
  if (kind === 'events') {
    if (!has(options.key, 'anonymous_id')) missing.push(`${options.key}|anonymous_id`)
    if (!has('event') && !options.eventName) missing.push('event')
    if (!has('occurred_at')) missing.push('occurred_at')
    return missing
  }
  if (!has(options.key)) missing.push(options.key)
  if (kind === 'orders' && !has('ordered_at')) missing.push('ordered_at')
  if (kind === 'orders' && !has('total', 'line_total', 'unit_price'))
    missing.push('total|line_total|unit_price')
  return missing
}

/** Refuses a mapping that makes no sense: an unknown target, one given twice, a name that Rapport keeps itself. */
export function checkMapping(
  kind: ImportKind,
  columns: readonly ImportColumn[],
  options: ImportOptions,
  computedTraits: ReadonlySet<string>,
): void {
  const known = new Set<string>(importTargets[kind])
  const seen = new Set<string>()
  for (const { target, header } of columns) {
    if (target === null) continue
    const [prefix = '', name] = target.split(':')
    const isOwn =
      name !== undefined && (prefix === 'trait' || (prefix === 'property' && kind !== 'customers'))
    if (!isOwn && !known.has(target))
      throw refused(`the column ${header} cannot be ${target} in a file of ${kind}`, 'unknown_target')
    if (seen.has(target)) throw refused(`two columns are ${target}; keep one`, 'target_twice')
    if (prefix === 'trait' && computedTraits.has(name ?? ''))
      throw refused(`${name} is kept by Rapport from events and cannot be imported`, 'computed_trait')
    seen.add(target)
  }
  if (!isTimeZone(options.timezone))
    throw refused(`${options.timezone} is not a time zone`, 'unknown_timezone')
}

function refused(message: string, code: string): Failure {
  return new Failure('invalid_input', message, { code })
}
