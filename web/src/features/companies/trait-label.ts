import { useTexts } from '../../lib/texts'
import { useTraitLabel } from '../../ui'
import { companyTexts } from './texts'

/** What a trait of a company is called: a company's name is no person's. */
export function useCompanyTraitLabel(): (trait: string) => string {
  const t = useTexts(companyTexts)
  const label = useTraitLabel()
  return (trait) => (trait === 'name' ? t('name') : label(trait))
}
