import type { Cluster, ClusterTrait } from '@rapport/contract'
import { useCallback } from 'react'
import { useLocale, useTexts } from '../../lib/texts'
import { useFormat } from '../../lib/use-format'
import { clusterTexts } from './texts'

/** Traits that are shares of one. */
const shares: ReadonlySet<string> = new Set(['discount_share'])

/** A number of a trait as it is read: money, days ago, a share, a plain number of three digits. */
export function useTraitFigure(): (trait: ClusterTrait, value: number) => string {
  const t = useTexts(clusterTexts)
  const format = useFormat()
  return useCallback(
    ({ trait, kind }, value) => {
      if (kind === 'money') return format.moneyCompact(Math.round(value))
      if (kind === 'days_since') return t('daysAgo', { count: format.count(Math.round(value)) })
      if (shares.has(trait)) return format.percent(value)
      return value >= 1_000 ? format.compact(value) : format.count(Number(value.toPrecision(3)))
    },
    [format, t],
  )
}

/** What a cluster is called: by the name it was given, else by what stands out. */
export function useClusterName(): (cluster: Pick<Cluster, 'name' | 'label'>) => string {
  const locale = useLocale()
  return useCallback(({ name, label }) => name ?? label[locale], [locale])
}
