import { type LookalikeBrief, lookalikesApi } from '@rapport/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { call } from '../../../lib/api'
import { useMay } from '../../../lib/session'
import { useNamed, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import {
  type Column,
  DataTable,
  DateTime,
  Icon,
  Page,
  StatusBadge,
  type Tone,
  useCursorList,
} from '../../../ui'
import { runPollMs } from './queries'
import { lookalikeTexts } from './texts'

const tones: Readonly<Record<LookalikeBrief['state'], Tone>> = {
  running: 'info',
  done: 'good',
  failed: 'bad',
}

/** The searches for people alike of the workspace, the latest first. */
export function LookalikesPage() {
  const t = useTexts(lookalikeTexts)
  const navigate = useNavigate()
  const list = useCursorList<LookalikeBrief>({
    key: ['lookalikes', 'list'],
    load: (cursor, signal) => call(lookalikesApi.list, { query: { cursor, limit: 50 }, signal }),
    refreshMs: runPollMs * 4,
  })
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      crumbs={[{ label: t('segments'), to: '/segments' }]}
      actions={<NewOne />}
    >
      <DataTable
        label={t('title')}
        columns={useColumns()}
        list={list}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: `/segments/lookalikes/${id}` })}
        empty={{ scene: 'people', title: t('emptyTitle'), hint: t('emptyHint'), actions: <NewOne /> }}
      />
    </Page>
  )
}

function NewOne() {
  const t = useTexts(lookalikeTexts)
  const may = useMay()
  if (!may('segments:write')) return null
  return (
    <Link to="/segments/lookalikes/new">
      <Button type="primary" icon={<Icon name="plus" size={16} />}>
        {t('newOne')}
      </Button>
    </Link>
  )
}

function useColumns(): Column<LookalikeBrief>[] {
  const t = useTexts(lookalikeTexts)
  const named = useNamed(lookalikeTexts)
  const format = useFormat()
  return [
    {
      key: 'name',
      title: t('name'),
      phone: 'title',
      render: ({ id, name }) => <Link to={`/segments/lookalikes/${id}`}>{name}</Link>,
    },
    { key: 'seed', title: t('seed'), render: ({ seedName }) => seedName },
    {
      key: 'state',
      title: t('state'),
      width: 130,
      render: ({ state, progress }) => (
        <StatusBadge tone={tones[state]} busy={state === 'running'}>
          {named('state', state)}
          {state === 'running' && ` ${progress.done}%`}
        </StatusBadge>
      ),
    },
    {
      key: 'people',
      title: t('people'),
      align: 'end',
      width: 110,
      render: ({ people }) => <span className="r-num">{people === null ? '–' : format.count(people)}</span>,
    },
    {
      key: 'area',
      title: t('area'),
      align: 'end',
      width: 90,
      render: ({ area }) => <span className="r-num">{area === null ? '–' : area.toFixed(2)}</span>,
    },
    {
      key: 'startedBy',
      title: t('startedBy'),
      width: 120,
      phone: 'none',
      render: ({ startedBy }) => startedBy,
    },
    {
      key: 'startedAt',
      title: t('startedAt'),
      width: 150,
      render: ({ startedAt }) => <DateTime at={startedAt} show="relative" />,
    },
  ]
}
