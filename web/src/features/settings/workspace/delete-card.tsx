import { teamsApi } from '@rapport/contract'
import { useMutation } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { Card, Notice } from '../../../ui'
import styles from '../settings.module.css'
import { settingsTexts } from '../texts'
import { useSettingsProblem } from '../use-settings-problem'
import { workspaceTexts } from './texts'

/** The end of the workspace, behind its typed name. */
export function DeleteCard({ name }: { readonly name: string }) {
  const t = useTexts(workspaceTexts)
  const shared = useTexts(settingsTexts)
  const problem = useSettingsProblem()
  const [typed, setTyped] = useState<string | null>(null)
  const remove = useMutation({
    mutationFn: (confirmation: string) => call(teamsApi.deleteWorkspace, { body: { confirmation } }),
    onSuccess: () => window.location.assign('/'),
  })
  return (
    <Card title={t('danger')}>
      <div className={styles.danger}>
        <p>{t('dangerText')}</p>
        <Button danger onClick={() => setTyped('')}>
          {t('delete')}
        </Button>
      </div>
      <Modal
        open={typed !== null}
        title={t('deleteTitle', { name })}
        okText={t('deleteDone')}
        cancelText={shared('cancel')}
        okButtonProps={{ danger: true, disabled: typed?.trim() !== name }}
        confirmLoading={remove.isPending}
        onOk={() => remove.mutate(typed ?? '')}
        onCancel={() => setTyped(null)}
        destroyOnHidden
      >
        <div className={styles.dialog}>
          <p>
            {t('deleteLead')} <b>{name}</b>
          </p>
          <Input
            value={typed ?? ''}
            aria-label={t('deleteField')}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
          />
          {remove.error && <Notice tone="bad">{problem(remove.error)}</Notice>}
        </div>
      </Modal>
    </Card>
  )
}
