import { useTexts } from '../../lib/texts'
import { EmptyState } from '../../ui'
import { appTexts } from '../texts'
import { UserMenu } from './user-menu'

/** For a person whom no workspace has as a member any more. */
export function NoWorkspace() {
  const t = useTexts(appTexts)
  return (
    <main style={{ maxWidth: 480, margin: '12vh auto 0', padding: 16 }}>
      <EmptyState scene="people" title={t('noWorkspaceTitle')} hint={t('noWorkspaceHint')} />
      <UserMenu />
    </main>
  )
}
