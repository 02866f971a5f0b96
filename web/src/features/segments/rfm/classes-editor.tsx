import { type RfmClassRule, rfmClassKeys } from '@rapport/contract'
import { Input, Select } from 'antd'
import { useTexts } from '../../../lib/texts'
import { Card, ChoiceCards } from '../../../ui'
import { HighLow } from './high-low'
import type { ConfigPartProps } from './method-editor'
import styles from './rfm.module.css'
import { rfmTexts } from './texts'

const axes = ['recency', 'frequency', 'monetary'] as const
const scores = [2, 3, 4, 5].map((value) => ({ value, label: `≥ ${value}` }))

/** What is high, and the names of the eight classes. */
export function ClassesEditor({ config, wrong, onChange }: ConfigPartProps) {
  const t = useTexts(rfmTexts)
  const { classRule, classNames } = config
  return (
    <Card title={t('classesEdit')} hint={t('classRule')}>
      <ChoiceCards<RfmClassRule['kind']>
        label={t('classRule')}
        value={classRule.kind}
        choices={[
          { value: 'score', title: t('classScore'), hint: t('classScoreHint') },
          { value: 'mean', title: t('classMean'), hint: t('classMeanHint') },
        ]}
        onChange={(kind) =>
          onChange({
            classRule: kind === 'mean' ? { kind } : { kind, recency: 4, frequency: 4, monetary: 4 },
          })
        }
      />
      {classRule.kind === 'score' && (
        <div className={styles.inlineScores}>
          {axes.map((axis) => (
            // biome-ignore lint/a11y/noLabelWithoutControl: the select is the control inside it
            <label key={axis}>
              {t(`key.${axis}`)}
              <Select
                value={classRule[axis]}
                options={scores}
                aria-label={t(`key.${axis}`)}
                onChange={(score) => onChange({ classRule: { ...classRule, [axis]: score } })}
              />
            </label>
          ))}
        </div>
      )}
      <div className={styles.classNames}>
        {rfmClassKeys.map((key) => (
          <div key={key} className={styles.className}>
            <HighLow classKey={key} />
            {(['zh-CN', 'en'] as const).map((locale) => (
              <Input
                key={locale}
                value={classNames[key][locale]}
                maxLength={60}
                aria-label={t(locale === 'en' ? 'nameEn' : 'nameZh')}
                status={wrong.has(`classNames.${key}.${locale}`) ? 'error' : undefined}
                onChange={(event) =>
                  onChange({
                    classNames: {
                      ...classNames,
                      [key]: { ...classNames[key], [locale]: event.target.value },
                    },
                  })
                }
              />
            ))}
          </div>
        ))}
      </div>
    </Card>
  )
}
