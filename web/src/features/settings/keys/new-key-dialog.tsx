import { type KeyKind, type Permission, teamsApi } from '@rapport/contract'
import { useMutation } from '@tanstack/react-query'
import { Form, Input, Modal, Select } from 'antd'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { ChoiceCards, Notice } from '../../../ui'
import styles from '../settings.module.css'
import { settingsTexts } from '../texts'
import { useSettingsProblem } from '../use-settings-problem'
import { ScopePicker } from './scope-picker'
import type { MadeKey } from './secret-dialog'
import { keyTexts } from './texts'
import { useRefreshKeys } from './use-keys'

interface KeyOrder {
  readonly kind: KeyKind
  readonly name: string
  readonly scopes?: readonly Permission[]
  readonly days: number
}

const kinds = ['write', 'api'] as const
const lifeDays = [0, 30, 90, 365] as const
const dayMs = 86_400_000

export interface NewKeyDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onMade: (made: MadeKey) => void
}

/** Asks what the key is for and what it may do. */
export function NewKeyDialog({ isOpen, onClose, onMade }: NewKeyDialogProps) {
  const t = useTexts(keyTexts)
  const shared = useTexts(settingsTexts)
  const problem = useSettingsProblem()
  const refresh = useRefreshKeys()
  const [form] = Form.useForm<KeyOrder>()
  const create = useMutation({
    mutationFn: (order: KeyOrder) => call(teamsApi.createKey, { body: bodyOf(order) }),
    onSuccess: async (made) => {
      form.resetFields()
      onMade(made)
      await refresh()
    },
  })
  return (
    <Modal
      open={isOpen}
      title={t('create')}
      width={640}
      okText={t('createDone')}
      cancelText={shared('cancel')}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
      confirmLoading={create.isPending}
    >
      <Form<KeyOrder>
        form={form}
        name="new-key"
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: 'write', days: 0, scopes: [] }}
        onFinish={(values) => create.mutate(values)}
        className={styles.dialog}
      >
        <Form.Item name="kind" noStyle>
          <KindField />
        </Form.Item>
        <KeyFields />
        {create.error && <Notice tone="bad">{problem(create.error)}</Notice>}
      </Form>
    </Modal>
  )
}

function KindField(props: { readonly value?: KeyKind; readonly onChange?: (kind: KeyKind) => void }) {
  const t = useTexts(keyTexts)
  const choices = kinds.map((value) => ({ value, title: t(`kind.${value}`), hint: t(`kindHint.${value}`) }))
  return (
    <ChoiceCards
      label={t('kind')}
      choices={choices}
      value={props.value ?? null}
      onChange={(kind) => props.onChange?.(kind)}
    />
  )
}

function KeyFields() {
  const t = useTexts(keyTexts)
  const isWrite = Form.useWatch<KeyKind | undefined>('kind') !== 'api'
  return (
    <>
      <div className={styles.pairInDialog}>
        <Form.Item
          name="name"
          label={isWrite ? t('sourceName') : t('name')}
          extra={isWrite ? t('sourceNameHint') : t('keyNameHint')}
          rules={[{ required: true, whitespace: true, message: t('nameNeeded') }]}
        >
          <Input maxLength={80} autoComplete="off" />
        </Form.Item>
        <Form.Item name="days" label={t('validFor')}>
          <Select options={lifeDays.map((value) => ({ value, label: t(`days.${value}`) }))} />
        </Form.Item>
      </div>
      {!isWrite && (
        <Form.Item
          name="scopes"
          label={t('scopes')}
          rules={[{ required: true, type: 'array', min: 1, message: t('scopesNeeded') }]}
        >
          <ScopePicker />
        </Form.Item>
      )}
    </>
  )
}

function bodyOf({ kind, name, scopes = [], days }: KeyOrder) {
  const expiresAt = days === 0 ? null : new Date(Date.now() + days * dayMs).toISOString()
  return { kind, name, scopes: kind === 'api' ? [...scopes] : [], expiresAt }
}
