import { teamsApi, type WorkspaceSettings } from '@rapport/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { call } from '../../../lib/api'
import { meQuery, switchWorkspace } from '../../../lib/session'
import { useLocale, useTexts } from '../../../lib/texts'
import { Card, Icon, Notice } from '../../../ui'
import { currencyOptions, isOptionFound } from '../regions'
import styles from '../settings.module.css'
import { settingsTexts } from '../texts'
import { useSettingsProblem } from '../use-settings-problem'
import { workspaceTexts } from './texts'

interface NewWorkspace {
  readonly name: string
  readonly currency: string
}

/** Another workspace beside this one; it starts with this one's region. */
export function NewWorkspaceCard({ settings }: { readonly settings: WorkspaceSettings }) {
  const t = useTexts(workspaceTexts)
  const [isOpen, setOpen] = useState(false)
  return (
    <Card title={t('others')}>
      <div className={styles.danger}>
        <p>{t('othersHint')}</p>
        <Button icon={<Icon name="plus" size={16} />} onClick={() => setOpen(true)}>
          {t('create')}
        </Button>
      </div>
      <Dialog settings={settings} isOpen={isOpen} onClose={() => setOpen(false)} />
    </Card>
  )
}

function Dialog(props: {
  readonly settings: WorkspaceSettings
  readonly isOpen: boolean
  readonly onClose: () => void
}) {
  const { settings, isOpen, onClose } = props
  const t = useTexts(workspaceTexts)
  const shared = useTexts(settingsTexts)
  const locale = useLocale()
  const problem = useSettingsProblem()
  const client = useQueryClient()
  const [form] = Form.useForm<NewWorkspace>()
  const create = useMutation({
    mutationFn: async (values: NewWorkspace) => {
      const { timezone, defaultLocale, country } = settings
      const { id } = await call(teamsApi.createWorkspace, {
        body: { timezone, defaultLocale, country, ...values },
      })
      await client.invalidateQueries({ queryKey: meQuery.queryKey })
      await switchWorkspace(id)
    },
  })
  return (
    <Modal
      open={isOpen}
      title={t('create')}
      okText={t('createDone')}
      cancelText={shared('cancel')}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
      confirmLoading={create.isPending}
    >
      <Form<NewWorkspace>
        form={form}
        name="new-workspace"
        layout="vertical"
        requiredMark={false}
        initialValues={{ currency: settings.currency }}
        onFinish={(values) => create.mutate(values)}
        className={styles.dialog}
      >
        <p className="r-muted">{t('createLead')}</p>
        <Form.Item
          name="name"
          label={t('name')}
          rules={[{ required: true, whitespace: true, message: t('nameNeeded') }]}
        >
          <Input maxLength={120} autoFocus />
        </Form.Item>
        <Form.Item name="currency" label={t('currency')}>
          <Select showSearch={{ filterOption: isOptionFound }} options={currencyOptions(locale)} />
        </Form.Item>
        {create.error && <Notice tone="bad">{problem(create.error)}</Notice>}
      </Form>
    </Modal>
  )
}
