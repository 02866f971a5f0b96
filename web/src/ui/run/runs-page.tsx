import type { Run } from '@rapport/contract'
import { useNavigate } from '@tanstack/react-router'
import { useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { useFormat } from '../../lib/use-format'
import type { EmptyStateProps } from '../feedback/empty-state'
import { LinkButton } from '../form/link-button'
import { Icon } from '../icons/icon'
import { Page } from '../page/page'
import type { Column } from '../table/columns'
import { type CursorPage, useCursorList } from '../table/cursor-list'
import { DataTable } from '../table/data-table'
import { DateTime } from '../value/date-time'
import { type RunPlace, runsPollMs } from './run'
import { RunBadge } from './run-badge'
import { runTexts } from './texts'

export interface RunsPageProps<R extends Run> extends RunPlace {
  readonly title: string
  readonly lead: string
  /** On the button that leads to a new one. */
  readonly begin: string
  readonly columns: readonly Column<R>[]
  readonly load: (cursor: string | undefined, signal: AbortSignal) => Promise<CursorPage<R>>
  readonly empty: Pick<EmptyStateProps, 'scene' | 'title' | 'hint'>
}

/** The runs of one kind, the latest first; those that go on move while one looks. */
export function RunsPage<R extends Run>(props: RunsPageProps<R>) {
  const { title, lead, path, queries, begin, columns, load, empty } = props
  const t = useTexts(runTexts)
  const navigate = useNavigate()
  const list = useCursorList<R>({ key: [...queries.queryKey, 'list'], load, refreshMs: runsPollMs })
  const actions = <Begin path={path} text={begin} />
  return (
    <Page title={title} lead={lead} crumbs={[{ label: t('segments'), to: '/segments' }]} actions={actions}>
      <DataTable
        label={title}
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: `${path}/${id}` })}
        empty={{ ...empty, actions }}
      />
    </Page>
  )
}

function Begin({ path, text }: { readonly path: string; readonly text: string }) {
  const may = useMay()
  if (!may('segments:write')) return null
  return (
    <LinkButton to={`${path}/new`} isPrimary icon={<Icon name="plus" size={16} />}>
      {text}
    </LinkButton>
  )
}

/** What lists of runs have in common, to take columns from; `people` says what the figure is. */
export function useRunColumns(people: string) {
  const t = useTexts(runTexts)
  const format = useFormat()
  const state: Column<Run> = {
    key: 'state',
    title: t('state'),
    width: 130,
    render: (run) => (
      <RunBadge state={run.state}>
        {run.state === 'running' ? `${t('state.running')} ${run.progress.done}%` : undefined}
      </RunBadge>
    ),
  }
  return {
    state,
    people: {
      key: 'people',
      title: people,
      align: 'end',
      width: 110,
      render: ({ people }: Run) => (
        <span className="r-num">{people === null ? '–' : format.count(people)}</span>
      ),
    },
    startedBy: {
      key: 'startedBy',
      title: t('startedBy'),
      width: 130,
      phone: 'none',
      render: ({ startedBy }: Run) => startedBy,
    },
    startedAt: {
      key: 'startedAt',
      title: t('startedAt'),
      width: 150,
      render: ({ startedAt }: Run) => <DateTime at={startedAt} show="relative" />,
    },
  } as const
}
