import { type Role, teamsApi } from '@rapport/contract'
import { useMutation } from '@tanstack/react-query'
import { Form, Input, Modal, Select } from 'antd'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { Notice } from '../../../ui'
import { roleTexts } from '../roles/texts'
import styles from '../settings.module.css'
import { settingsTexts } from '../texts'
import { useSettingsProblem } from '../use-settings-problem'
import type { MadeInvitation } from './link-dialog'
import { memberTexts } from './texts'
import { useGrantableRoles, useRefreshMembers } from './use-members'

interface Invited {
  readonly email: string
  readonly role: Role
}

export interface InviteDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onMade: (made: MadeInvitation) => void
}

/** Asks whom to invite and as what. */
export function InviteDialog({ isOpen, onClose, onMade }: InviteDialogProps) {
  const t = useTexts(memberTexts)
  const shared = useTexts(settingsTexts)
  const problem = useSettingsProblem()
  const refresh = useRefreshMembers()
  const [form] = Form.useForm<Invited>()
  const invite = useMutation({
    mutationFn: (body: Invited) => call(teamsApi.invite, { body }),
    onSuccess: async (made) => {
      form.resetFields()
      onMade(made)
      await refresh()
    },
  })
  return (
    <Modal
      open={isOpen}
      title={t('invite')}
      okText={t('inviteDone')}
      cancelText={shared('cancel')}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
      confirmLoading={invite.isPending}
    >
      <Form<Invited>
        form={form}
        name="invite"
        layout="vertical"
        requiredMark={false}
        initialValues={{ role: 'viewer' }}
        onFinish={(values) => invite.mutate(values)}
        className={styles.dialog}
      >
        <p className="r-muted">{t('inviteLead')}</p>
        <Form.Item
          name="email"
          label={t('email')}
          rules={[{ required: true, type: 'email', message: t('emailNeeded') }]}
        >
          <Input type="email" autoComplete="off" />
        </Form.Item>
        <RoleItem />
        {invite.error && <Notice tone="bad">{problem(invite.error)}</Notice>}
      </Form>
    </Modal>
  )
}

function RoleItem() {
  const t = useTexts(memberTexts)
  const hint = useTexts(roleTexts)
  const role = Form.useWatch<Role | undefined>('role')
  return (
    <Form.Item name="role" label={t('role')} extra={role && hint(`hint.${role}`)}>
      <Select options={useGrantableRoles()} />
    </Form.Item>
  )
}
