import { type Company, companiesApi } from '@rapport/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { call } from '../../lib/api'
import { useTexts } from '../../lib/texts'
import { Card, DateTime, Money, QueryView, useCustomerName, useEventName } from '../../ui'
import styles from './companies.module.css'
import { companyTexts } from './texts'

const pageSize = 20

/** What the members did, the newest first. */
export function TimelineCard({ company }: { readonly company: Company }) {
  const nameOf = useCustomerName()
  const t = useTexts(companyTexts)
  const eventName = useEventName()
  const events = useInfiniteQuery({
    queryKey: ['company-details', company.id, 'timeline'],
    queryFn: ({ pageParam, signal }) =>
      call(companiesApi.timeline, {
        params: { id: company.id },
        query: { cursor: pageParam, limit: pageSize },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
  return (
    <Card title={t('timeline')} hint={t('timelineHint')}>
      <QueryView query={events} rows={4}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items)
          if (items.length === 0) return <p className="r-muted">{t('noTimeline')}</p>
          return (
            <ol className={styles.events}>
              {items.map((event) => (
                <li key={`${event.at} ${event.id}`}>
                  <DateTime at={event.at} show="relative" />
                  <Link to={`/customers/${event.customerId}`}>
                    {nameOf(event.customerName, event.customerId)}
                  </Link>
                  <span>{eventName(event)}</span>
                  {event.valueMinor !== 0 && <Money minor={event.valueMinor} />}
                </li>
              ))}
            </ol>
          )
        }}
      </QueryView>
      {events.hasNextPage && (
        <Button loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
          {t('olderEvents')}
        </Button>
      )}
    </Card>
  )
}
