import type { LifecycleDays, WorkspaceSettings } from '@rapport/contract'
import { Form, InputNumber } from 'antd'
import { useTexts } from '../../../lib/texts'
import { FormCard } from '../form-card'
import styles from '../settings.module.css'
import { useSaveWorkspace } from '../use-workspace-settings'
import { workspaceTexts } from './texts'

const stages = ['newDays', 'activeDays', 'atRiskDays', 'dormantDays'] as const
const daysMax = 3_650

/** Days without an order at which a buyer passes to the next stage of the life cycle. */
export function LifecycleCard({ settings: { lifecycleDays } }: { readonly settings: WorkspaceSettings }) {
  const t = useTexts(workspaceTexts)
  const save = useSaveWorkspace()
  const keep = save && ((days: LifecycleDays) => save({ lifecycleDays: days }))
  return (
    <FormCard<LifecycleDays>
      title={t('lifecycle')}
      hint={t('lifecycleHint')}
      initial={lifecycleDays}
      onSave={keep}
    >
      {stages.map((stage, index) => (
        <Form.Item
          key={stage}
          name={stage}
          label={t(stage)}
          dependencies={index > 0 ? [stages[index - 1] ?? stage] : []}
          rules={[
            { required: true, type: 'number', min: 1, max: daysMax },
            ({ getFieldValue }) => ({
              validator: (_, value: number) => {
                const before = index > 1 ? (getFieldValue(stages[index - 1]) as number) : 0
                return value > before ? Promise.resolve() : Promise.reject(new Error(t('lifecycleOrder')))
              },
            }),
          ]}
        >
          <InputNumber min={1} max={daysMax} precision={0} suffix={t('days')} className={styles.rate} />
        </Form.Item>
      ))}
    </FormCard>
  )
}
