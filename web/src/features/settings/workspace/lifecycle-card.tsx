import { type LifecycleDays, segmentsApi, type WorkspaceSettings } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Button, Form, InputNumber } from 'antd'
import { call } from '../../../lib/api'
import { useMay } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { FormCard, useFormCard } from '../form-card'
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
      <FromReorders />
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

/** How long buyers of this shop take to order again, and stages that follow from it. */
function FromReorders() {
  const t = useTexts(workspaceTexts)
  const format = useFormat()
  const card = useFormCard<LifecycleDays>()
  const isReadable = useMay()('segments:read')
  const { data } = useQuery({
    queryKey: ['segments', 'reorders'],
    queryFn: ({ signal }) => call(segmentsApi.reorders, { signal }),
    enabled: isReadable,
  })
  if (!data) return null
  const { reorders } = data
  if (!reorders) return <p className={styles.aside}>{t('reordersNone')}</p>
  const { median, fourInFive, most, gaps, suggested } = reorders
  const days = (value: number) => format.count(Math.ceil(value))
  return (
    <p className={styles.aside}>
      {t('reorders', {
        median: days(median),
        fourInFive: days(fourInFive),
        most: days(most),
        gaps: format.count(gaps),
      })}{' '}
      {card && (
        <Button type="link" size="small" onClick={() => card.fill(suggested)}>
          {t('reordersUse')}
        </Button>
      )}
    </p>
  )
}
