import { useTexts } from '../../lib/texts'
import { uiTexts } from '../texts'
import { ProblemText } from './error-state'
import { Notice } from './notice'

/** Stands above what was loaded before, while asking for it anew fails; `error` is that of a query that asks on. */
export function StaleNotice({ error }: { readonly error: unknown }) {
  const t = useTexts(uiTexts)
  if (!error) return null
  return (
    <Notice tone="bad" title={t('stale')}>
      <ProblemText error={error} /> {t('staleHint')}
    </Notice>
  )
}
