import { computedTraitLimits, traitKeySchema } from '@rapport/contract'
import { Input } from 'antd'
import { useId } from 'react'
import { useTexts } from '../../../lib/texts'
import { Card } from '../../../ui'
import { computedTexts } from './texts'
import styles from './traits.module.css'

export interface Names {
  readonly label: string
  readonly key: string
  readonly description: string
}

export const isKey = (key: string): boolean => traitKeySchema.safeParse(key).success

/** What people and what programs call the trait. */
export function NameFields(props: {
  readonly names: Names
  readonly isNew: boolean
  readonly onChange: (names: Names) => void
}) {
  const t = useTexts(computedTexts)
  const [labelId, keyId, hintId, descriptionId] = [useId(), useId(), useId(), useId()]
  const { names, isNew, onChange } = props
  const isWrong = names.key !== '' && !isKey(names.key)
  return (
    <Card>
      <div className={styles.fields}>
        <div className={styles.field}>
          <label htmlFor={labelId}>{t('label')}</label>
          <Input
            id={labelId}
            value={names.label}
            maxLength={computedTraitLimits.labelCharsMax}
            placeholder={t('labelPlaceholder')}
            onChange={(event) => onChange({ ...names, label: event.target.value })}
          />
        </div>
        <div className={styles.field}>
          <label htmlFor={keyId}>{t('key')}</label>
          <Input
            id={keyId}
            value={names.key}
            disabled={!isNew}
            maxLength={computedTraitLimits.keyCharsMax}
            placeholder={t('keyPlaceholder')}
            status={isWrong ? 'error' : undefined}
            aria-invalid={isWrong}
            aria-describedby={hintId}
            onChange={(event) => onChange({ ...names, key: event.target.value.trim() })}
          />
          {isNew && (
            <p id={hintId} className={styles.hint}>
              {t('keyHint')}
            </p>
          )}
        </div>
        <div className={`${styles.field} ${styles.wide}`}>
          <label htmlFor={descriptionId}>{t('description')}</label>
          <Input
            id={descriptionId}
            value={names.description}
            maxLength={computedTraitLimits.descriptionCharsMax}
            placeholder={t('descriptionPlaceholder')}
            onChange={(event) => onChange({ ...names, description: event.target.value })}
          />
        </div>
      </div>
    </Card>
  )
}
