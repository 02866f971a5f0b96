import { type ImportColumn, type ImportKind, type ImportOptions, importTargets } from '@rapport/contract'
import { Failure } from '../../../kernel/failure'
import { isTimeZone } from '../../../modules/profiles'

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
