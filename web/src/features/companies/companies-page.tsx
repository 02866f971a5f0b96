import { useTexts } from '../../lib/texts'
import { Page } from '../../ui'
import { CompanyList } from './company-list'
import { NewCompanyButton } from './new-company'
import { companyTexts } from './texts'

/** The companies that customers belong to. */
export function CompaniesPage() {
  const t = useTexts(companyTexts)
  return (
    <Page
      title={t('title.company')}
      lead={t('lead.company')}
      crumbs={[{ label: t('customers'), to: '/customers' }]}
      actions={<NewCompanyButton kind="company" />}
    >
      <CompanyList kind="company" />
    </Page>
  )
}
