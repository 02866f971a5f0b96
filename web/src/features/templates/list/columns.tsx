import type { TemplateSummary } from '@rapport/contract'
import { Link } from '@tanstack/react-router'
import { useTexts } from '../../../lib/texts'
import { type Column, DateTime, StatusBadge } from '../../../ui'
import styles from '../templates.module.css'
import { templateTexts } from '../texts'
import { readableSubject } from './readable-subject'

/** What the list says of a template. */
export function useTemplateColumns(): readonly Column<TemplateSummary>[] {
  const t = useTexts(templateTexts)
  return [
    {
      key: 'name',
      title: t('name'),
      shown: 'always',
      phone: 'title',
      render: ({ id, name, subject }) => (
        <span className={styles.named}>
          <Link to={`/templates/${id}`}>{name}</Link>
          <small>{readableSubject(subject)}</small>
        </span>
      ),
    },
    {
      key: 'kind',
      title: t('kindLabel'),
      width: 120,
      render: ({ kind }) => (
        <StatusBadge tone={kind === 'marketing' ? 'brand' : 'plain'}>{t(`kind.${kind}`)}</StatusBadge>
      ),
    },
    {
      key: 'languages',
      title: t('languages'),
      width: 140,
      render: ({ locales }) => locales.map((locale) => t(`locale.${locale}`)).join(' · '),
    },
    {
      key: 'version',
      title: t('version'),
      width: 150,
      phone: 'none',
      render: ({ version, isUsed }) => (
        <span className={styles.version}>
          {t('versionNumber', { version })}
          {isUsed && <StatusBadge tone="good">{t('used')}</StatusBadge>}
        </span>
      ),
    },
    {
      key: 'changed',
      title: t('changed'),
      width: 200,
      render: ({ updatedAt, updatedBy }) => (
        <span className={styles.named}>
          <DateTime at={updatedAt} show="relative" />
          <small>{updatedBy}</small>
        </span>
      ),
    },
  ]
}
