import { type Cluster, clustersApi } from '@rapport/contract'
import { call } from '../../../lib/api'
import { useLocale, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { SegmentDialog } from '../../../ui'
import styles from '../clusters.module.css'
import { useClusterName } from '../figure'
import { clusterTexts } from '../texts'

export interface ClusterSegmentDialogProps {
  readonly id: string
  readonly cluster: Cluster
  readonly onClose: () => void
}

/** Shows the rule that approximates a cluster, how well it does, and makes a segment of it. */
export function ClusterSegmentDialog({ id, cluster, onClose }: ClusterSegmentDialogProps) {
  const t = useTexts(clusterTexts)
  const locale = useLocale()
  const format = useFormat()
  const params = { id, cluster: cluster.cluster }
  return (
    <SegmentDialog
      name={useClusterName()(cluster)}
      create={(name) => call(clustersApi.createSegment, { params, body: { name } })}
      texts={clusterTexts}
      onClose={onClose}
    >
      <div>
        <p className={styles.label}>{t('segmentRule')}</p>
        <p className={styles.sentence}>{cluster.sentence[locale]}</p>
      </div>
      <p className={styles.hint}>
        {t('segmentHint', {
          precision: format.percent(cluster.precision),
          recall: format.percent(cluster.recall),
        })}
      </p>
    </SegmentDialog>
  )
}
