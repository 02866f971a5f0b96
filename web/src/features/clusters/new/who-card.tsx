import { useQuery } from '@tanstack/react-query'
import { Input, Select } from 'antd'
import { useTexts } from '../../../lib/texts'
import { Card, Field } from '../../../ui'
import styles from '../clusters.module.css'
import { segmentsQuery } from '../queries'
import { clusterTexts } from '../texts'
import type { SettingsProps } from './settings-cards'

const everybody = 'everybody'

/** What the analysis is called, and whom it is about. */
export function WhoCard({ draft, onChange }: SettingsProps) {
  const t = useTexts(clusterTexts)
  const segments = useQuery(segmentsQuery)
  return (
    <Card>
      <div className={styles.two}>
        <Field label={t('name')}>
          {(id) => (
            <Input
              id={id}
              value={draft.name}
              maxLength={120}
              placeholder={t('nameHint')}
              onChange={(event) => onChange({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('who')} hint={t('whoHint')}>
          {(id) => (
            <Select
              id={id}
              value={draft.who ?? everybody}
              loading={segments.isPending}
              showSearch={{ optionFilterProp: 'label' }}
              options={[
                { value: everybody, label: t('everybody') },
                ...(segments.data ?? []).map(({ id: value, name }) => ({
                  value,
                  label: t('ofSegment', { name }),
                })),
              ]}
              onChange={(who) => onChange({ who: who === everybody ? null : who, keptRule: null })}
            />
          )}
        </Field>
      </div>
    </Card>
  )
}
