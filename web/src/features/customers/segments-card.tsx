import { segmentsApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '../../lib/api'
import { useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { Card, QueryView } from '../../ui'
import styles from './customers.module.css'
import { customerTexts } from './texts'

/** The segments that the customer is in now. */
export function SegmentsCard({ customerId }: { readonly customerId: string }) {
  const t = useTexts(customerTexts)
  const may = useMay()
  const segments = useQuery({
    queryKey: ['customer-details', customerId, 'segments'],
    queryFn: ({ signal }) => call(segmentsApi.ofCustomer, { params: { id: customerId }, signal }),
    enabled: may('segments:read'),
  })
  if (!may('segments:read')) return null
  return (
    <Card title={t('inSegments')}>
      <QueryView query={segments} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="r-muted">{t('inNoSegment')}</p>
          ) : (
            <ul className={styles.links}>
              {items.map(({ id, name }) => (
                <li key={id}>
                  <Link to={`/segments/${id}`}>{name}</Link>
                  <Link
                    to={`/segments/${id}`}
                    search={{ why: customerId } as never}
                    aria-label={`${t('whySegment')}: ${name}`}
                    className="r-muted"
                  >
                    {t('whySegment')}
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
    </Card>
  )
}
