import { Link } from '@tanstack/react-router'
import { useTexts } from '../lib/texts'
import { EmptyState, Page } from '../ui'
import { appTexts } from './texts'

/** For an address that leads nowhere. */
export function NotFound() {
  const t = useTexts(appTexts)
  return (
    <Page title={t('notFoundTitle')}>
      <EmptyState
        scene="lens"
        title={t('notFoundTitle')}
        hint={t('notFoundHint')}
        actions={<Link to="/">{t('backHome')}</Link>}
      />
    </Page>
  )
}
