import { dataApi, type Quarantined } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Segmented, Select } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { call } from '../../../lib/api'
import { useSearchState } from '../../../lib/search-state'
import { useNamed, useTexts } from '../../../lib/texts'
import { type Column, DataTable, DateTime, FilterBar, StatusBadge, useCursorList } from '../../../ui'
import styles from '../data.module.css'
import { DataFrame } from '../data-frame'
import { dataTexts } from '../texts'
import { QuarantineDrawer } from './quarantine-drawer'
import { quarantineTexts } from './texts'

const states = ['open', 'replayed', 'discarded'] as const
const filterSchema = z.object({ state: z.enum(states).default('open'), reason: z.string().optional() })

/** Messages that could not be used: why, and a way to mend each. */
export function QuarantinePage() {
  const t = useTexts(quarantineTexts)
  const named = useNamed(dataTexts)
  const [{ state, reason }, change] = useSearchState(filterSchema)
  const [opened, setOpened] = useState<Quarantined | null>(null)
  const list = useCursorList({
    key: ['data', 'quarantine', state, reason],
    load: (cursor, signal) => call(dataApi.quarantine, { signal, query: { cursor, state, reason } }),
  })
  const columns: Column<Quarantined>[] = [
    {
      key: 'reason',
      title: t('reason'),
      width: 190,
      phone: 'title',
      render: (row) => (
        <button type="button" className={styles.link} onClick={() => setOpened(row)}>
          <StatusBadge tone={row.state === 'open' ? 'warn' : 'plain'}>
            {named('reason', row.reason)}
          </StatusBadge>
        </button>
      ),
    },
    { key: 'detail', title: t('detail'), render: ({ detail }) => detail },
    { key: 'source', title: t('source'), width: 150, render: ({ source }) => source },
    {
      key: 'receivedAt',
      title: t('receivedAt'),
      width: 180,
      render: ({ receivedAt }) => <DateTime at={receivedAt} />,
    },
  ]
  return (
    <DataFrame lead={t('lead')}>
      <FilterBar>
        <Segmented
          aria-label={t('state')}
          value={state}
          options={states.map((value) => ({ value, label: t(`state.${value}`) }))}
          onChange={(value) => change({ state: value, reason: undefined })}
        />
        {state === 'open' && <ReasonFilter reason={reason} onChange={(next) => change({ reason: next })} />}
      </FilterBar>
      <DataTable
        label={t('list')}
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        onOpen={setOpened}
        empty={
          state === 'open'
            ? { title: t('none'), hint: t('noneHint'), scene: 'calm' }
            : { title: t('noneSettled'), scene: 'inbox' }
        }
      />
      <QuarantineDrawer row={opened} onClose={() => setOpened(null)} />
    </DataFrame>
  )
}

function ReasonFilter(props: {
  readonly reason: string | undefined
  readonly onChange: (reason: string | undefined) => void
}) {
  const t = useTexts(quarantineTexts)
  const named = useNamed(dataTexts)
  const { data } = useQuery({
    queryKey: ['data', 'quarantine', 'counts'],
    queryFn: ({ signal }) => call(dataApi.quarantineCounts, { signal }),
  })
  const byReason = new Map<string, number>()
  for (const { reason, count } of data?.items ?? []) byReason.set(reason, (byReason.get(reason) ?? 0) + count)
  if (byReason.size < 2 && !props.reason) return null
  return (
    <Select
      aria-label={t('reason')}
      style={{ minWidth: 200 }}
      value={props.reason ?? ''}
      onChange={(value) => props.onChange(value || undefined)}
      options={[
        { value: '', label: t('all') },
        ...[...byReason].map(([value, count]) => ({ value, label: `${named('reason', value)} · ${count}` })),
      ]}
    />
  )
}
