import type { WorkspaceSettings } from '@rapport/contract'
import { Form, InputNumber } from 'antd'
import { useTexts } from '../../../lib/texts'
import { FormCard } from '../form-card'
import styles from '../settings.module.css'
import { useSaveWorkspace } from '../use-workspace-settings'
import { sendingTexts } from './texts'

interface Holdout {
  readonly percent: number
}

const percentMax = 50

/** The share of an audience that new campaigns leave out. */
export function HoldoutCard({ settings: { holdoutShare } }: { readonly settings: WorkspaceSettings }) {
  const t = useTexts(sendingTexts)
  const save = useSaveWorkspace()
  const keep = save && (({ percent }: Holdout) => save({ holdoutShare: percent / 100 }))
  return (
    <FormCard<Holdout>
      title={t('holdout')}
      hint={t('holdoutHint')}
      initial={{ percent: Math.round(holdoutShare * 1_000) / 10 }}
      onSave={keep}
    >
      <Form.Item
        name="percent"
        label={t('holdoutShare')}
        rules={[{ required: true, type: 'number', min: 0, max: percentMax }]}
      >
        <InputNumber min={0} max={percentMax} suffix="%" className={styles.rate} />
      </Form.Item>
    </FormCard>
  )
}
