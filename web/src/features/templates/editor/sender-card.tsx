import { type MessageKind, messageKindSchema, type TemplateContent } from '@rapport/contract'
import { Input, Select } from 'antd'
import { useTexts } from '../../../lib/texts'
import { Card, ChoiceCards } from '../../../ui'
import styles from '../templates.module.css'
import { templateTexts } from '../texts'
import { localesOf } from './draft'

export interface SenderCardProps {
  readonly content: TemplateContent
  readonly isReadOnly: boolean
  readonly onChange: (content: TemplateContent) => void
}

/** An address, or nothing yet. The server has the last word. */
export function isAddressLike(text: string): boolean {
  return text === '' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)
}

/** Who it comes from, and by which rules it goes. */
export function SenderCard({ content, isReadOnly, onChange }: SenderCardProps) {
  const t = useTexts(templateTexts)
  const choices = messageKindSchema.options.map((value) => ({
    value,
    title: t(`kind.${value}`),
    hint: t(`kindHint.${value}`),
  }))
  const field = (key: 'fromName' | 'fromAddress' | 'replyTo') => {
    const isWrong = key !== 'fromName' && !isAddressLike(content[key])
    return (
      <div className={styles.field}>
        <span>{t(key)}</span>
        <Input
          value={content[key]}
          aria-label={t(key)}
          placeholder={t('asChannel')}
          disabled={isReadOnly}
          status={isWrong ? 'error' : ''}
          onChange={(event) => onChange({ ...content, [key]: event.target.value.trimStart() })}
        />
        {isWrong && <span className={styles.hint}>{t('invalidAddress')}</span>}
      </div>
    )
  }
  return (
    <Card title={t('sender')}>
      <div className={styles.fields}>
        {isReadOnly ? (
          <span>{t(`kind.${content.kind}`)}</span>
        ) : (
          <ChoiceCards<MessageKind>
            label={t('kindLabel')}
            choices={choices}
            value={content.kind}
            onChange={(kind) => onChange({ ...content, kind })}
          />
        )}
        <div className={styles.pair}>
          {field('fromName')}
          {field('fromAddress')}
          {field('replyTo')}
          <div className={styles.field}>
            <span>{t('defaultLanguage')}</span>
            <Select
              aria-label={t('defaultLanguage')}
              value={content.defaultLocale}
              disabled={isReadOnly}
              onChange={(defaultLocale) => onChange({ ...content, defaultLocale })}
              options={localesOf(content).map((value) => ({ value, label: t(`locale.${value}`) }))}
            />
            <span className={styles.hint}>{t('defaultLanguageHint')}</span>
          </div>
        </div>
      </div>
    </Card>
  )
}
