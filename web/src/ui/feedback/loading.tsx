import { Skeleton, Spin } from 'antd'
import { useTexts } from '../../lib/texts'
import { uiTexts } from '../texts'
import styles from './loading.module.css'

/** Grey lines where text is about to be. */
export function Loading({ rows = 4 }: { readonly rows?: number }) {
  const t = useTexts(uiTexts)
  return (
    <div role="status" aria-label={t('loading')}>
      <Skeleton active title={false} paragraph={{ rows, width: lineWidths(rows) }} />
    </div>
  )
}

/** While a page's own code is on its way. */
export function PageLoading() {
  const t = useTexts(uiTexts)
  return (
    <div className={styles.page} role="status" aria-label={t('loading')}>
      <Spin delay={150} />
    </div>
  )
}

function lineWidths(rows: number): string[] {
  return Array.from({ length: rows }, (_, index) => `${92 - ((index * 23) % 41)}%`)
}
