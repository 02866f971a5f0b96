import { type SavedPlan, trackingPlanApi, type ViolationRow } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { z } from 'zod'
import { call } from '../../../lib/api'
import { useSearchState } from '../../../lib/search-state'
import { useNamed, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import {
  type Column,
  DataTable,
  FilterBar,
  listOf,
  QueryView,
  StatusBadge,
  type Tone,
  useEventName,
} from '../../../ui'
import { type EventLine, eventLines, keyOf } from './event-lines'
import { useCatalogue } from './queries'
import { planTexts } from './texts'

const filters = ['all', 'declared', 'undeclared'] as const
const stateSchema = z.object({ search: z.string().optional(), show: z.enum(filters).default('all') })
const tones: Readonly<Record<string, Tone>> = {
  planned: 'info',
  live: 'good',
  deprecated: 'plain',
  undeclared: 'warn',
}
const violationKindsShown = 500

/** Declared events and what came in without being declared, with how often each came and broke the plan. */
export function EventsPanel({ saved }: { readonly saved: SavedPlan }) {
  const query = useCatalogue()
  return (
    <QueryView query={query} rows={8}>
      {({ items }) => <Lines lines={eventLines(saved.plan, items)} />}
    </QueryView>
  )
}

function Lines({ lines }: { readonly lines: readonly EventLine[] }) {
  const t = useTexts(planTexts)
  const nameOf = usePlannedName()
  const format = useFormat()
  const violations = useViolationCounts()
  const [{ search = '', show }, change] = useSearchState(stateSchema)
  const shown = lines.filter(
    (line) => isShown(line, show) && isMatch(line, nameOf(line), search.trim().toLowerCase()),
  )
  const columns: Column<EventLine>[] = [
    {
      key: 'name',
      title: t('event'),
      phone: 'title',
      render: (line) => (
        <Link to="/data/plan/event" search={{ type: line.type, name: line.name } as never}>
          {nameOf(line)}
        </Link>
      ),
    },
    { key: 'type', title: t('type'), width: 110, render: ({ type }) => t(`type.${type}`) },
    {
      key: 'status',
      title: t('status'),
      width: 120,
      render: ({ planned }) => {
        const status = planned?.status ?? 'undeclared'
        return <StatusBadge tone={tones[status]}>{t(`status.${status}`)}</StatusBadge>
      },
    },
    {
      key: 'properties',
      title: t('properties'),
      width: 90,
      align: 'end',
      render: ({ planned }) => <span className="r-num">{planned?.properties.length ?? '–'}</span>,
    },
    {
      key: 'count30d',
      title: t('count30d'),
      width: 120,
      align: 'end',
      render: ({ count30d }) => <span className="r-num">{format.count(count30d)}</span>,
    },
    {
      key: 'violations',
      title: t('violations30d'),
      width: 150,
      align: 'end',
      render: (line) => <span className="r-num">{format.count(violations.get(keyOf(line)) ?? 0)}</span>,
    },
  ]
  return (
    <>
      <FilterBar
        search={search}
        searchHint={t('search')}
        onSearch={(word) => change({ search: word || undefined })}
      >
        <Segmented
          aria-label={t('filter.label')}
          value={show}
          options={filters.map((value) => ({ value, label: t(`filter.${value}`) }))}
          onChange={(value) => change({ show: value })}
        />
      </FilterBar>
      <DataTable
        label={t('list')}
        columns={columns}
        list={listOf(shown)}
        rowKey={keyOf}
        empty={{ title: t('noMatch'), scene: 'lens' }}
      />
    </>
  )
}

/** Violations of the last 30 days by event; pages and screens that are not declared by name count for their kind. */
function useViolationCounts(): ReadonlyMap<string, number> {
  const { data } = useQuery({
    queryKey: ['data', 'plan', 'violations', 'by event'],
    queryFn: ({ signal }) =>
      call(trackingPlanApi.violations, { signal, query: { days: 30, limit: violationKindsShown } }),
  })
  const counts = new Map<string, number>()
  for (const { type, event, count } of data?.items ?? [])
    counts.set(`${type} ${event}`, (counts.get(`${type} ${event}`) ?? 0) + count)
  return counts
}

/** What a planned event is called in the reader's language. */
export function usePlannedName(): (event: { readonly type: string; readonly name: string }) => string {
  const t = useTexts(planTexts)
  const nameOf = useEventName()
  return ({ type, name }) => {
    if (type === 'track') return nameOf({ type, name })
    if (type === 'identify') return `${t('type.identify')} · ${t('traits')}`
    return `${nameOf({ type, name: '' })} · ${name || t('allPages')}`
  }
}

/** What the plan asks for, with types in the reader's words. */
export function useExpected(): (violation: Pick<ViolationRow, 'code' | 'expected'>) => string {
  const named = useNamed(planTexts)
  return ({ code, expected }) =>
    code === 'wrong_type' || code === 'missing_property'
      ? expected
          .split(', ')
          .map((type) => (type ? named('valueType', type) : ''))
          .join(' · ')
      : expected
}

function isShown({ planned }: EventLine, show: (typeof filters)[number]): boolean {
  return show === 'all' || (show === 'declared') === (planned !== null)
}

function isMatch({ name, planned }: EventLine, shownName: string, text: string): boolean {
  const parts = [
    name,
    shownName,
    planned?.description ?? '',
    ...(planned?.properties ?? []).map(({ path }) => path),
  ]
  return text === '' || parts.some((part) => part.toLowerCase().includes(text))
}
