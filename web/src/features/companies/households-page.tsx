import { useTexts } from '../../lib/texts'
import { Page } from '../../ui'
import { CompanyList } from './company-list'
import { NewCompanyButton } from './new-company'
import { Suggestions } from './suggestions'
import { companyTexts } from './texts'

/** People who live together, and who may. */
export function HouseholdsPage() {
  const t = useTexts(companyTexts)
  return (
    <Page
      title={t('title.household')}
      lead={t('lead.household')}
      crumbs={[{ label: t('customers'), to: '/customers' }]}
      actions={<NewCompanyButton kind="household" />}
    >
      <CompanyList kind="household" />
      <Suggestions />
    </Page>
  )
}
