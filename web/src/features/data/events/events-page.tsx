import { type CatalogueEvent, dataApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { z } from 'zod'
import { call } from '../../../lib/api'
import { useSearchState } from '../../../lib/search-state'
import { useNamed, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import {
  type Column,
  DataTable,
  DateTime,
  EmptyState,
  FilterBar,
  listOf,
  QueryView,
  useEventName,
} from '../../../ui'
import styles from '../data.module.css'
import { DataFrame } from '../data-frame'
import { EventDrawer } from './event-drawer'
import { eventCatalogueTexts } from './texts'

const stateSchema = z.object({ search: z.string().optional(), event: z.string().optional() })

/** The event catalogue: what comes in, how much of it, and what it carries. */
export function EventsPage() {
  const t = useTexts(eventCatalogueTexts)
  const query = useQuery({
    queryKey: ['data', 'events'],
    queryFn: ({ signal }) => call(dataApi.events, { signal }),
  })
  return (
    <DataFrame lead={t('lead')}>
      <QueryView query={query} rows={8}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState
              scene="inbox"
              title={t('none')}
              hint={t('noneHint')}
              actions={<Link to="/data/connect">{t('connect')}</Link>}
            />
          ) : (
            <Catalogue events={items} />
          )
        }
      </QueryView>
    </DataFrame>
  )
}

function Catalogue({ events }: { readonly events: readonly CatalogueEvent[] }) {
  const t = useTexts(eventCatalogueTexts)
  const named = useNamed(eventCatalogueTexts)
  const nameOf = useEventName()
  const format = useFormat()
  const [{ search = '', event: openName }, change] = useSearchState(stateSchema)
  const [text, setText] = useState(search)
  const shown = events.filter((event) => isMatch(event, text.trim().toLowerCase(), nameOf(event)))
  const columns: Column<CatalogueEvent>[] = [
    {
      key: 'name',
      title: t('name'),
      phone: 'title',
      render: (event) => (
        <button type="button" className={styles.link} onClick={() => change({ event: event.name })}>
          {nameOf(event)} {nameOf(event) !== event.name && <small className="r-muted">{event.name}</small>}
        </button>
      ),
    },
    { key: 'type', title: t('type'), width: 110, render: ({ type }) => named('type', type) },
    {
      key: 'count30d',
      title: t('count30d'),
      width: 120,
      align: 'end',
      render: ({ count30d }) => <span className="r-num">{format.count(count30d)}</span>,
    },
    {
      key: 'count',
      title: t('count'),
      width: 120,
      align: 'end',
      render: ({ count }) => <span className="r-num">{format.count(count)}</span>,
    },
    {
      key: 'properties',
      title: t('properties'),
      width: 90,
      align: 'end',
      render: ({ properties }) => <span className="r-num">{properties.length}</span>,
    },
    {
      key: 'lastSeen',
      title: t('lastSeen'),
      width: 140,
      render: ({ lastSeenAt }) => lastSeenAt && <DateTime at={lastSeenAt} show="relative" />,
    },
  ]
  const keep = (next: string) => {
    setText(next)
    change({ search: next || undefined })
  }
  return (
    <>
      <FilterBar search={text} searchHint={t('search')} onSearch={keep} />
      <DataTable
        label={t('list')}
        columns={columns}
        list={listOf(shown)}
        rowKey={({ type, name }) => `${type} ${name}`}
        onOpen={({ name }) => change({ event: name })}
        empty={{ title: t('noMatch'), scene: 'lens' }}
      />
      <EventDrawer
        event={events.find(({ name }) => name === openName) ?? null}
        onClose={() => change({ event: undefined })}
      />
    </>
  )
}

function isMatch(event: CatalogueEvent, text: string, shownName: string): boolean {
  if (text === '') return true
  return [event.name, shownName, event.description, ...event.properties.map(({ path }) => path)].some(
    (part) => part.toLowerCase().includes(text),
  )
}
