import { type ClusterChanges, clustersApi } from '@rapport/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Input, Modal } from 'antd'
import { useId, useState } from 'react'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { useProblemText } from '../../../ui'
import styles from '../clusters.module.css'
import { allClusters } from '../queries'
import { clusterTexts } from '../texts'

export interface RenameDialogProps {
  readonly id: string
  readonly name: string
  readonly changesOf: (name: string) => ClusterChanges
  readonly onClose: () => void
}

/** Asks for another name of an analysis or of one of its clusters. */
export function RenameDialog({ id, name, changesOf, onClose }: RenameDialogProps) {
  const t = useTexts(clusterTexts)
  const nameId = useId()
  const client = useQueryClient()
  const { message } = App.useApp()
  const problem = useProblemText(clusterTexts)
  const [next, setNext] = useState(name)
  const save = useMutation({
    mutationFn: () => call(clustersApi.update, { params: { id }, body: changesOf(next.trim()) }),
    onSuccess: async () => {
      onClose()
      await client.invalidateQueries(allClusters)
    },
    onError: (error) => void message.error(problem(error)),
  })
  return (
    <Modal
      open
      title={t('renameTitle')}
      okText={t('save')}
      okButtonProps={{ disabled: next.trim() === '' }}
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => save.mutate()}
    >
      <div className={styles.dialog}>
        <div className={styles.field}>
          <label htmlFor={nameId}>{t('name')}</label>
          <Input
            id={nameId}
            value={next}
            maxLength={120}
            onChange={(event) => setNext(event.target.value)}
            onPressEnter={() => next.trim() !== '' && save.mutate()}
          />
        </div>
      </div>
    </Modal>
  )
}
