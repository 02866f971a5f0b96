import { type ClusterChanges, clustersApi } from '@rapport/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Input, Modal } from 'antd'
import { useState } from 'react'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { Field, useProblemText } from '../../../ui'
import { clusterPlace } from '../queries'
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
  const client = useQueryClient()
  const { message } = App.useApp()
  const problem = useProblemText(clusterTexts)
  const [next, setNext] = useState(name)
  const save = useMutation({
    mutationFn: () => call(clustersApi.update, { params: { id }, body: changesOf(next.trim()) }),
    onSuccess: async () => {
      onClose()
      await client.invalidateQueries(clusterPlace.queries)
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
      <Field label={t('name')}>
        {(id) => (
          <Input
            id={id}
            value={next}
            maxLength={120}
            onChange={(event) => setNext(event.target.value)}
            onPressEnter={() => next.trim() !== '' && save.mutate()}
          />
        )}
      </Field>
    </Modal>
  )
}
