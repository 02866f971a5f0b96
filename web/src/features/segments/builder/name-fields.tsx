import { segmentLimits } from '@rapport/contract'
import { Input } from 'antd'
import { useId } from 'react'
import { useTexts } from '../../../lib/texts'
import { Card } from '../../../ui'
import styles from './builder.module.css'
import { builderTexts } from './texts'

/** What the segment is called, and what it is for. */
export function NameFields(props: {
  readonly name: string
  readonly description: string
  readonly onName: (name: string) => void
  readonly onDescription: (description: string) => void
}) {
  const t = useTexts(builderTexts)
  const nameId = useId()
  const descriptionId = useId()
  return (
    <Card>
      <div className={styles.fields}>
        <div className={styles.field}>
          <label htmlFor={nameId}>{t('name')}</label>
          <Input
            id={nameId}
            value={props.name}
            maxLength={segmentLimits.nameCharsMax}
            placeholder={t('namePlaceholder')}
            onChange={(event) => props.onName(event.target.value)}
          />
        </div>
        <div className={styles.field}>
          <label htmlFor={descriptionId}>{t('description')}</label>
          <Input
            id={descriptionId}
            value={props.description}
            maxLength={segmentLimits.descriptionCharsMax}
            placeholder={t('descriptionPlaceholder')}
            onChange={(event) => props.onDescription(event.target.value)}
          />
        </div>
      </div>
    </Card>
  )
}
