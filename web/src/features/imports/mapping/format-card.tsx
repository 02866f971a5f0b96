import { type ImportChanges, type ImportFormat, importEncodings } from '@rapport/contract'
import { Select } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../../../lib/texts'
import { Card, Field } from '../../../ui'
import styles from '../imports.module.css'
import { importTexts } from '../texts'

export interface FormatCardProps {
  readonly format: ImportFormat
  readonly isBusy: boolean
  readonly onChange: (format: NonNullable<ImportChanges['format']>) => void
}

const separators = [',', ';', '\t', '|', '，'] as const
const headerRows = 10

/** How the file is read: each change reads it again and recognises the columns anew. */
export function FormatCard({ format, isBusy, onChange }: FormatCardProps) {
  const t = useTexts(importTexts)
  const fields: ReactNode[] = []
  if (format.kind !== 'xlsx')
    fields.push(
      <Field key="encoding" label={t('encoding')}>
        {(id) => (
          <Select
            id={id}
            value={format.encoding}
            options={importEncodings.map((value) => ({ value, label: value.toUpperCase() }))}
            onChange={(encoding) => onChange({ encoding })}
          />
        )}
      </Field>,
    )
  if (format.kind === 'csv')
    fields.push(
      <Field key="separator" label={t('separator')}>
        {(id) => (
          <Select<string>
            id={id}
            value={format.separator}
            options={separators.map((value) => ({ value, label: t(`separator.${value}`) }))}
            onChange={(separator) => onChange({ separator })}
          />
        )}
      </Field>,
    )
  if (format.kind === 'xlsx' && format.sheets.length > 1)
    fields.push(
      <Field key="sheet" label={t('sheet')}>
        {(id) => (
          <Select
            id={id}
            value={format.sheet}
            options={format.sheets.map((value) => ({ value, label: value }))}
            onChange={(sheet) => onChange({ sheet })}
          />
        )}
      </Field>,
    )
  if (format.kind !== 'jsonl')
    fields.push(
      <Field key="header" label={t('headerRow')}>
        {(id) => (
          <Select
            id={id}
            value={format.headerRow}
            options={Array.from({ length: headerRows + 1 }, (_, row) => ({
              value: row,
              label: row === 0 ? t('headerRow.0') : t('headerRowAt', { row }),
            }))}
            onChange={(headerRow) => onChange({ headerRow })}
          />
        )}
      </Field>,
    )
  return (
    <Card title={t('format')} hint={isBusy ? t('rereading') : t('formatHint')}>
      <div className={styles.fields}>{fields}</div>
    </Card>
  )
}
