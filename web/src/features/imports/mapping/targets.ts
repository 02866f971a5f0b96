import { type ImportKind, importTargets } from '@rapport/contract'
import { useNamed, useTexts } from '../../../lib/texts'
import { importTexts } from '../texts'

const groups = {
  identity: ['user_id', 'email', 'phone', 'anonymous_id'],
  order: ['order_id', 'ordered_at', 'total', 'currency', 'status', 'discount', 'coupon', 'channel'],
  line: ['quantity', 'unit_price', 'line_total', 'product_id', 'sku', 'product_name', 'category', 'products'],
  event: ['event', 'occurred_at', 'event_id'],
} as const

/** The order in which a kind of file offers its groups. */
const groupOrder: Readonly<Record<ImportKind, readonly (keyof typeof groups | 'person')[]>> = {
  customers: ['identity', 'person'],
  orders: ['order', 'identity', 'line', 'person'],
  events: ['event', 'identity'],
}

/** The targets of a kind of file by group, the likeliest group first. */
export function targetGroups(kind: ImportKind): { group: string; targets: string[] }[] {
  const known: readonly string[] = importTargets[kind]
  const grouped = new Set<string>(Object.values(groups).flat())
  return groupOrder[kind].map((group) => {
    const members: readonly string[] =
      group === 'person' ? known.filter((one) => !grouped.has(one)) : groups[group]
    return { group, targets: members.filter((target) => known.includes(target)) }
  })
}

/** A target in the reader's language; one of the file's own under its name. */
export function useTargetName(): (target: string) => string {
  const t = useTexts(importTexts)
  const named = useNamed(importTexts)
  return (target) => {
    const [prefix, name] = target.split(':')
    if (name === undefined) return named('target', target)
    return t(prefix === 'trait' ? 'targetTrait' : 'targetProperty', { name })
  }
}
