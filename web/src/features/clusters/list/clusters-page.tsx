import { type ClusterAnalysisBrief, clustersApi } from '@rapport/contract'
import { Link } from '@tanstack/react-router'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { type Column, RunsPage, useRunColumns, useTraitLabel } from '../../../ui'
import styles from '../clusters.module.css'
import { clusterPlace } from '../queries'
import { clusterTexts } from '../texts'

/** The cluster analyses of the workspace, the latest first. */
export function ClustersPage() {
  const t = useTexts(clusterTexts)
  return (
    <RunsPage
      {...clusterPlace}
      title={t('title')}
      lead={t('lead')}
      begin={t('newAnalysis')}
      columns={useColumns()}
      load={(cursor, signal) => call(clustersApi.list, { query: { cursor, limit: 50 }, signal })}
      empty={{ scene: 'chart', title: t('emptyTitle'), hint: t('emptyHint') }}
    />
  )
}

function useColumns(): Column<ClusterAnalysisBrief>[] {
  const t = useTexts(clusterTexts)
  const format = useFormat()
  const labelOf = useTraitLabel()
  const { state, people, startedBy, startedAt } = useRunColumns(t('people'))
  return [
    {
      key: 'name',
      title: t('name'),
      phone: 'title',
      render: ({ id, name, traits }) => (
        <div className={styles.listName}>
          <Link to={`${clusterPlace.path}/${id}`}>{name}</Link>
          <span>{traits.map(({ trait }) => labelOf(trait)).join(' · ')}</span>
        </div>
      ),
    },
    state,
    people,
    {
      key: 'clusters',
      title: t('clusters'),
      align: 'end',
      width: 90,
      render: ({ clusters }) => (
        <span className="r-num">{clusters === null ? '–' : format.count(clusters)}</span>
      ),
    },
    startedBy,
    startedAt,
  ]
}
