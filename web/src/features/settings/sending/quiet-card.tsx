import type { WorkspaceSettings } from '@rapport/contract'
import { Form, Input, Switch } from 'antd'
import { useTexts } from '../../../lib/texts'
import { FormCard } from '../form-card'
import styles from '../settings.module.css'
import { useSaveWorkspace } from '../use-workspace-settings'
import { sendingTexts } from './texts'

interface Quiet {
  readonly isOn: boolean
  readonly from: string
  readonly to: string
}

const usual = { from: '22:00', to: '08:00' }

/** The hours in which nobody is disturbed. */
export function QuietCard({ settings: { quietHours } }: { readonly settings: WorkspaceSettings }) {
  const t = useTexts(sendingTexts)
  const save = useSaveWorkspace()
  const keep = save && (({ isOn, from, to }: Quiet) => save({ quietHours: isOn ? { from, to } : null }))
  return (
    <FormCard<Quiet>
      title={t('quiet')}
      hint={t('quietHint')}
      initial={{ isOn: quietHours !== null, ...(quietHours ?? usual) }}
      onSave={keep}
    >
      <div className={styles.row}>
        <Form.Item name="isOn" valuePropName="checked">
          <Switch aria-label={t('quietOn')} />
        </Form.Item>
        <span>{t('quietOn')}</span>
      </div>
      <Form.Item<Quiet> noStyle dependencies={['isOn']}>
        {({ getFieldValue }) => getFieldValue('isOn') === true && <Times />}
      </Form.Item>
    </FormCard>
  )
}

function Times() {
  const t = useTexts(sendingTexts)
  const needed = { required: true, message: t('timeNeeded') }
  const differ = ({ getFieldValue }: { getFieldValue: (name: string) => unknown }) => ({
    validator: (_: unknown, value: string) =>
      value === getFieldValue('from') ? Promise.reject(new Error(t('timesDiffer'))) : Promise.resolve(),
  })
  return (
    <div className={styles.times}>
      <Form.Item name="from" label={t('quietFrom')} rules={[needed]}>
        <Input type="time" />
      </Form.Item>
      <Form.Item name="to" label={t('quietTo')} dependencies={['from']} rules={[needed, differ]}>
        <Input type="time" />
      </Form.Item>
    </div>
  )
}
