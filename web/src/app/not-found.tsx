import { Link } from '@tanstack/react-router'
import { useTexts } from '../lib/texts'
import { EmptyState, Page } from '../ui'
import { appTexts } from './texts'

/** For an address that leads nowhere. */
export function NotFound() {
  const t = useTexts(appTexts)
  return (
    <Page title={t('notFoundTitle')} lead={t('notFoundHint')}>
      <EmptyState scene="lens" title={<Link to="/">{t('backHome')}</Link>} />
    </Page>
  )
}
