import { useTexts } from '../../lib/texts'
import { Page } from '../../ui'
import { homeTexts } from './texts'

export function HomePage() {
  const t = useTexts(homeTexts)
  return <Page title={t('title')}>{null}</Page>
}
