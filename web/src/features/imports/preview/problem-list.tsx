import type { ImportPreview } from '@rapport/contract'
import { useNamed, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, StatusBadge } from '../../../ui'
import styles from '../imports.module.css'
import { importTexts } from '../texts'

/** What is wrong with the first rows, the most frequent first. */
export function ProblemList({ preview: { problems } }: { readonly preview: ImportPreview }) {
  const t = useTexts(importTexts)
  const named = useNamed(importTexts)
  const format = useFormat()
  if (problems.length === 0) return null
  return (
    <Card title={t('problems')}>
      <ul className={styles.problems}>
        {problems.map(({ reason, count, isRejected }) => (
          <li key={reason}>
            <StatusBadge tone={isRejected ? 'bad' : 'warn'}>
              {t(isRejected ? 'rejectedTag' : 'changedTag')}
            </StatusBadge>
            <span className={styles.grow}>{named('reason', reason)}</span>
            <b className="r-num">{t('rowsCount', { count, rows: format.count(count) })}</b>
          </li>
        ))}
      </ul>
    </Card>
  )
}
