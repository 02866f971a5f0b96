import type { ClusterFigure } from '@rapport/contract'
import type { CSSProperties } from 'react'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, ScrollBox, useTraitLabel } from '../../../ui'
import styles from '../clusters.module.css'
import { useClusterName, useTraitFigure } from '../figure'
import { clusterTexts } from '../texts'
import type { ResultProps } from './analysis-page'

/** Two standard deviations have the full colour, which stays light enough to read on. */
const fullAt = 2
const depthMax = 42

/** The means of every cluster beside everybody's, shaded by how far they are apart. */
export function StripCard({ analysis, result }: ResultProps) {
  const t = useTexts(clusterTexts)
  const labelOf = useTraitLabel()
  const nameOf = useClusterName()
  const figureOf = useTraitFigure()
  const { clusters } = result
  return (
    <Card title={t('stripTitle')} hint={t('stripHint')} flush>
      <ScrollBox label={t('stripTitle')}>
        <table className={styles.strip}>
          <thead>
            <tr>
              <th scope="col">{t('trait')}</th>
              {clusters.map((cluster) => (
                <th key={cluster.cluster} scope="col" title={nameOf(cluster)}>
                  {cluster.name ?? t('clusterNumber', { number: cluster.cluster + 1 })}
                </th>
              ))}
              <th scope="col">{t('average')}</th>
            </tr>
          </thead>
          <tbody>
            {analysis.traits.map((trait, column) => (
              <tr key={trait.trait}>
                <th scope="row">{labelOf(trait.trait)}</th>
                {clusters.map(({ cluster, figures }) => (
                  <Cell
                    key={cluster}
                    figure={figures[column]}
                    text={figureOf(trait, figures[column]?.mean ?? 0)}
                  />
                ))}
                <td data-plain="true">{figureOf(trait, clusters[0]?.figures[column]?.overall ?? 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Card>
  )
}

function Cell({ figure, text }: { readonly figure: ClusterFigure | undefined; readonly text: string }) {
  const t = useTexts(clusterTexts)
  const format = useFormat()
  const z = figure?.z ?? 0
  const depth = Math.round(Math.min(1, Math.abs(z) / fullAt) * depthMax)
  const tint = z > 0 ? 'var(--r-brand)' : 'var(--r-accent)'
  return (
    <td
      style={{ '--tint': tint, '--depth': `${depth}%` } as CSSProperties}
      title={t('zScore', { z: format.signed(z) })}
    >
      {text}
    </td>
  )
}
