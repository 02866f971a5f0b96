import { useQuery } from '@tanstack/react-query'
import { Input, Select } from 'antd'
import { useId } from 'react'
import { useTexts } from '../../../lib/texts'
import { Card } from '../../../ui'
import styles from '../clusters.module.css'
import { segmentsQuery } from '../queries'
import { clusterTexts } from '../texts'
import type { SettingsProps } from './settings-cards'

const everybody = 'everybody'

/** What the analysis is called, and whom it is about. */
export function WhoCard({ draft, onChange }: SettingsProps) {
  const t = useTexts(clusterTexts)
  const [nameId, whoId] = [useId(), useId()]
  const segments = useQuery(segmentsQuery)
  return (
    <Card>
      <div className={styles.two}>
        <div className={styles.field}>
          <label htmlFor={nameId}>{t('name')}</label>
          <Input
            id={nameId}
            value={draft.name}
            maxLength={120}
            placeholder={t('nameHint')}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        </div>
        <div className={styles.field}>
          <label htmlFor={whoId}>{t('who')}</label>
          <Select
            id={whoId}
            value={draft.who ?? everybody}
            loading={segments.isPending}
            showSearch={{ optionFilterProp: 'label' }}
            options={[
              { value: everybody, label: t('everybody') },
              ...(segments.data ?? []).map(({ id, name }) => ({
                value: id,
                label: t('ofSegment', { name }),
              })),
            ]}
            onChange={(who) => onChange({ who: who === everybody ? null : who, keptRule: null })}
          />
          <p className={styles.hint}>{t('whoHint')}</p>
        </div>
      </div>
    </Card>
  )
}
