import { profilesApi, type TimelineItem } from '@rapport/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { call } from '../../lib/api'
import { useTexts } from '../../lib/texts'
import { useFormat } from '../../lib/use-format'
import { Card, EmptyState, ErrorState, Loading, useEventName } from '../../ui'
import styles from './customers.module.css'
import { customerTexts } from './texts'
import { TimelineEvent } from './timeline-event'

const pageSize = 40
const liveMs = 4_000

/** What happened, newest first, by day; new events appear by themselves while only the first page is open. */
export function TimelineTab({ customerId }: { readonly customerId: string }) {
  const t = useTexts(customerTexts)
  const [names, setNames] = useState<readonly string[]>([])
  const timeline = useInfiniteQuery({
    queryKey: ['customer-details', customerId, 'timeline', names],
    queryFn: ({ pageParam, signal }) =>
      call(profilesApi.timeline, {
        params: { id: customerId },
        query: { names: names.join(',') || undefined, cursor: pageParam, limit: pageSize },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 1) === 1 ? liveMs : false),
  })
  const isLive = (timeline.data?.pages.length ?? 1) === 1
  const items = timeline.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Card>
      <div className={styles.toolbar}>
        <KindFilter customerId={customerId} names={names} onChange={setNames} />
        <span className={styles.liveDot} data-live={isLive}>
          <i aria-hidden="true" />
          {t(isLive ? 'live' : 'livePaused')}
        </span>
      </div>
      {timeline.isPending && <Loading rows={8} />}
      {timeline.isError && items.length === 0 && (
        <ErrorState error={timeline.error} onRetry={() => void timeline.refetch()} compact />
      )}
      {timeline.isSuccess && items.length === 0 && (
        <EmptyState scene="records" title={t('timelineEmpty')} hint={t('timelineEmptyHint')} compact />
      )}
      <Days items={items} />
      {timeline.hasNextPage && (
        <div className={styles.foot}>
          <Button onClick={() => void timeline.fetchNextPage()} loading={timeline.isFetchingNextPage}>
            {t('loadMore')}
          </Button>
        </div>
      )}
    </Card>
  )
}

function Days({ items }: { readonly items: readonly TimelineItem[] }) {
  const format = useFormat()
  const days = Map.groupBy(items, ({ at }) => format.day(at))
  return (
    <div className={styles.timeline}>
      {[...days].map(([day, events]) => (
        <section key={day} aria-label={day}>
          <h3 className={styles.day}>{day}</h3>
          {events.map((item, index) => (
            <TimelineEvent key={item.id} item={item} isLast={index === events.length - 1} />
          ))}
        </section>
      ))}
    </div>
  )
}

function KindFilter(props: {
  readonly customerId: string
  readonly names: readonly string[]
  readonly onChange: (names: readonly string[]) => void
}) {
  const t = useTexts(customerTexts)
  const eventName = useEventName()
  const { data } = useQuery({
    queryKey: ['customer-details', props.customerId, 'kinds'],
    queryFn: ({ signal }) => call(profilesApi.eventCounts, { params: { id: props.customerId }, signal }),
  })
  const kinds = (data?.items ?? []).filter(({ name }) => name !== '')
  return (
    <Select<string[]>
      mode="multiple"
      allowClear
      maxTagCount="responsive"
      style={{ minWidth: 220, maxWidth: '100%', flex: '0 1 340px' }}
      placeholder={t('timelineFilter')}
      aria-label={t('timelineFilter')}
      value={[...props.names]}
      onChange={props.onChange}
      options={kinds.map(({ name, type, count }) => ({
        value: name,
        label: `${type === 'track' ? eventName({ type, name }) : `${eventName({ type, name })}: ${name}`} (${count})`,
      }))}
    />
  )
}
