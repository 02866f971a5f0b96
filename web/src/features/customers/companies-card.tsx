import { companiesApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '../../lib/api'
import { useTexts } from '../../lib/texts'
import { Card, QueryView } from '../../ui'
import styles from './customers.module.css'
import { customerTexts } from './texts'

/** The companies and households that the customer belongs to. */
export function CompaniesCard({ customerId }: { readonly customerId: string }) {
  const t = useTexts(customerTexts)
  const companies = useQuery({
    queryKey: ['customer-details', customerId, 'companies'],
    queryFn: ({ signal }) => call(companiesApi.ofCustomer, { params: { id: customerId }, signal }),
  })
  return (
    <Card title={t('companies')}>
      <QueryView query={companies} rows={1}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="r-muted">{t('noCompanies')}</p>
          ) : (
            <ul className={styles.links}>
              {items.map(({ id, kind, name }) => (
                <li key={id}>
                  <Link to={`/companies/${id}`}>{name}</Link>
                  <span className="r-muted">{t(`kind.${kind}`)}</span>
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
    </Card>
  )
}
