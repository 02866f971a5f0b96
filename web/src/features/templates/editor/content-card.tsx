import type { MessageLocale, TemplateContent, TemplateVariant } from '@rapport/contract'
import { Button, Input, Segmented, Switch } from 'antd'
import { lazy, Suspense, useRef } from 'react'
import { useTexts } from '../../../lib/texts'
import { Card, Icon, Loading } from '../../../ui'
import styles from '../templates.module.css'
import { templateTexts } from '../texts'
import type { CodeEditor } from './code-box'
import { localesOf, missingLocales, variantOf, withLocale, withoutLocale, withVariant } from './draft'
import { VariablePicker } from './variable-picker'

const CodeBox = lazy(async () => ({ default: (await import('./code-box')).CodeBox }))

export type CodePart = 'mjml' | 'text'

export interface ContentCardProps {
  readonly content: TemplateContent
  readonly locale: MessageLocale
  readonly part: CodePart
  readonly isReadOnly: boolean
  readonly onLocale: (locale: MessageLocale) => void
  readonly onPart: (part: CodePart) => void
  readonly onChange: (content: TemplateContent) => void
  readonly onEditor: (part: CodePart, editor: CodeEditor) => void
}

/** What is written, language by language: subject, preview line, layout and plain text. */
export function ContentCard(props: ContentCardProps) {
  const { content, locale, isReadOnly, onChange } = props
  const t = useTexts(templateTexts)
  const variant = variantOf(content, locale)
  const change = (changes: Partial<TemplateVariant>) => onChange(withVariant(content, locale, changes))
  return (
    <Card title={t('content')} extra={<Languages {...props} />}>
      <div className={styles.fields}>
        <LineField
          label={t('subject')}
          value={variant.subject}
          isReadOnly={isReadOnly}
          onChange={(subject) => change({ subject })}
        />
        <LineField
          label={t('preheader')}
          hint={t('preheaderHint')}
          value={variant.preheader}
          isReadOnly={isReadOnly}
          onChange={(preheader) => change({ preheader })}
        />
        <Source {...props} variant={variant} onVariant={change} />
      </div>
    </Card>
  )
}

function Languages({ content, locale, isReadOnly, onLocale, onChange }: ContentCardProps) {
  const t = useTexts(templateTexts)
  const locales = localesOf(content)
  const isDefault = locale === content.defaultLocale
  const remove = () => {
    onLocale(content.defaultLocale)
    onChange(withoutLocale(content, locale))
  }
  return (
    <div className={styles.row}>
      {locales.length > 1 && (
        <Segmented<MessageLocale>
          aria-label={t('language')}
          value={locale}
          onChange={onLocale}
          options={locales.map((value) => ({ value, label: t(`locale.${value}`) }))}
        />
      )}
      {!isReadOnly &&
        missingLocales(content).map((missing) => (
          <Button
            key={missing}
            size="small"
            icon={<Icon name="plus" size={14} />}
            onClick={() => {
              onChange(withLocale(content, missing))
              onLocale(missing)
            }}
          >
            {t('addLanguage', { language: t(`locale.${missing}`) })}
          </Button>
        ))}
      {!isReadOnly && !isDefault && (
        <Button
          type="text"
          size="small"
          icon={<Icon name="trash" size={15} />}
          aria-label={t('removeLanguage')}
          title={t('removeLanguage')}
          onClick={remove}
        />
      )}
    </div>
  )
}

function LineField(props: {
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly isReadOnly: boolean
  readonly onChange: (value: string) => void
}) {
  const { label, hint, value, isReadOnly, onChange } = props
  const t = useTexts(templateTexts)
  return (
    <div className={styles.field}>
      <span>{label}</span>
      <Input
        value={value}
        aria-label={label}
        disabled={isReadOnly}
        onChange={(event) => onChange(event.target.value)}
        suffix={
          !isReadOnly && (
            <VariablePicker
              isSmall
              label={`${t('insertVariable')}: ${label}`}
              onPick={(snippet) => onChange(value + snippet)}
            />
          )
        }
      />
      {hint && <span className={styles.hint}>{hint}</span>}
    </div>
  )
}

function Source(
  props: ContentCardProps & {
    readonly variant: TemplateVariant
    readonly onVariant: (changes: Partial<TemplateVariant>) => void
  },
) {
  const { part, onPart, variant, onVariant, isReadOnly, locale, onEditor } = props
  const t = useTexts(templateTexts)
  const editor = useRef<CodeEditor | null>(null)
  const isOwnText = variant.text !== null
  const hasCode = part === 'mjml' || isOwnText
  const ready = (made: CodeEditor) => {
    editor.current = made
    onEditor(part, made)
  }
  return (
    <>
      <div className={styles.bar}>
        <Segmented<CodePart>
          aria-label={t('code')}
          value={part}
          onChange={onPart}
          options={[
            { value: 'mjml', label: t('layout') },
            { value: 'text', label: t('plain') },
          ]}
        />
        {!isReadOnly && hasCode && (
          <VariablePicker label={t('insertVariable')} onPick={(snippet) => editor.current?.insert(snippet)} />
        )}
      </div>
      {part === 'text' && (
        <div className={styles.row}>
          <Switch
            checked={isOwnText}
            disabled={isReadOnly}
            aria-label={t('ownText')}
            onChange={(isOwn) => onVariant({ text: isOwn ? '' : null })}
          />
          <span>{t('ownText')}</span>
          <span className={styles.hint}>{t('ownTextHint')}</span>
        </div>
      )}
      {hasCode && (
        <div className={styles.code}>
          <Suspense
            fallback={
              <div className={styles.codeLoading}>
                <Loading rows={8} />
              </div>
            }
          >
            <CodeBox
              key={`${locale} ${part}`}
              label={t('code')}
              language={part}
              value={part === 'mjml' ? variant.mjml : (variant.text ?? '')}
              isReadOnly={isReadOnly}
              onChange={(value) => onVariant(part === 'mjml' ? { mjml: value } : { text: value })}
              onReady={ready}
            />
          </Suspense>
        </div>
      )}
    </>
  )
}
