import { type ClusterAnalysisBrief, clustersApi } from '@rapport/contract'
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
  useTraitLabel,
} from '../../../ui'
import styles from '../clusters.module.css'
import { runPollMs } from '../queries'
import { clusterTexts } from '../texts'

const tones: Readonly<Record<ClusterAnalysisBrief['state'], Tone>> = {
  running: 'info',
  done: 'good',
  failed: 'bad',
}

/** The cluster analyses of the workspace, the latest first. */
export function ClustersPage() {
  const t = useTexts(clusterTexts)
  const navigate = useNavigate()
  const list = useCursorList<ClusterAnalysisBrief>({
    key: ['clusters', 'list'],
    load: (cursor, signal) => call(clustersApi.list, { query: { cursor, limit: 50 }, signal }),
    refreshMs: runPollMs * 4,
  })
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      crumbs={[{ label: t('segments'), to: '/segments' }]}
      actions={<NewAnalysis />}
    >
      <DataTable
        label={t('title')}
        columns={useColumns()}
        list={list}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: `/segments/clusters/${id}` })}
        empty={{ scene: 'chart', title: t('emptyTitle'), hint: t('emptyHint'), actions: <NewAnalysis /> }}
      />
    </Page>
  )
}

function NewAnalysis() {
  const t = useTexts(clusterTexts)
  const may = useMay()
  if (!may('segments:write')) return null
  return (
    <Link to="/segments/clusters/new">
      <Button type="primary" icon={<Icon name="plus" size={16} />}>
        {t('newAnalysis')}
      </Button>
    </Link>
  )
}

function useColumns(): Column<ClusterAnalysisBrief>[] {
  const t = useTexts(clusterTexts)
  const named = useNamed(clusterTexts)
  const format = useFormat()
  const labelOf = useTraitLabel()
  const figure = (value: number | null) => (value === null ? '–' : format.count(value))
  return [
    {
      key: 'name',
      title: t('name'),
      phone: 'title',
      render: ({ id, name, traits }) => (
        <div className={styles.listName}>
          <Link to={`/segments/clusters/${id}`}>{name}</Link>
          <span>{traits.map(({ trait }) => labelOf(trait)).join(' · ')}</span>
        </div>
      ),
    },
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
      render: ({ people }) => <span className="r-num">{figure(people)}</span>,
    },
    {
      key: 'clusters',
      title: t('clusters'),
      align: 'end',
      width: 90,
      render: ({ clusters }) => <span className="r-num">{figure(clusters)}</span>,
    },
    {
      key: 'startedBy',
      title: t('startedBy'),
      width: 130,
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
