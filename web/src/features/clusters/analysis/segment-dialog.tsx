import { type Cluster, clustersApi } from '@rapport/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Input, Modal } from 'antd'
import { useId, useState } from 'react'
import { call } from '../../../lib/api'
import { useLocale, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { useProblemText } from '../../../ui'
import styles from '../clusters.module.css'
import { useClusterName } from '../figure'
import { clusterTexts } from '../texts'

export interface SegmentDialogProps {
  readonly id: string
  readonly cluster: Cluster
  readonly onClose: () => void
}

/** Shows the rule that approximates a cluster, how well it does, and makes a segment of it. */
export function SegmentDialog({ id, cluster, onClose }: SegmentDialogProps) {
  const t = useTexts(clusterTexts)
  const locale = useLocale()
  const format = useFormat()
  const nameId = useId()
  const [name, setName] = useState(useClusterName()(cluster))
  const save = useSave(id, cluster.cluster)
  return (
    <Modal
      open
      title={t('segmentTitle')}
      okText={t('saveSegment')}
      okButtonProps={{ disabled: name.trim() === '' }}
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => save.mutate(name.trim())}
    >
      <div className={styles.dialog}>
        <div className={styles.field}>
          <label htmlFor={nameId}>{t('segmentName')}</label>
          <Input id={nameId} value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
        </div>
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
      </div>
    </Modal>
  )
}

function useSave(id: string, cluster: number) {
  const t = useTexts(clusterTexts)
  const client = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const problem = useProblemText(clusterTexts)
  return useMutation({
    mutationFn: (name: string) =>
      call(clustersApi.createSegment, { params: { id, cluster }, body: { name } }),
    onSuccess: async (segment) => {
      void message.success(t('segmentSaved'))
      await client.invalidateQueries({ queryKey: ['segments'] })
      await navigate({ to: `/segments/${segment.id}` })
    },
    onError: (error) => void message.error(problem(error)),
  })
}
