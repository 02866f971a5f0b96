import { type ClusterAnalysis, type ClusterResult, clustersApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { call } from '../../../lib/api'
import { useMay } from '../../../lib/session'
import { useLocale, useNamed, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Icon, Page, QueryView, RemoveRun, RunView, StatStrip } from '../../../ui'
import styles from '../clusters.module.css'
import { analysisQuery, clusterPlace } from '../queries'
import { clusterTexts } from '../texts'
import { ChoiceCard } from './choice-card'
import { ClustersCards } from './clusters-cards'
import { MembersCard } from './members-card'
import { RenameDialog } from './rename-dialog'
import { ScatterCard } from './scatter-card'
import { StripCard } from './strip-card'

/** One analysis: how far it is, or the clusters that came of it. */
export function AnalysisPage() {
  const t = useTexts(clusterTexts)
  const named = useNamed(clusterTexts)
  const { id } = useParams({ strict: false }) as { id: string }
  const analysis = useQuery(analysisQuery(id))
  const { data } = analysis
  return (
    <Page
      title={data?.name ?? t('title')}
      crumbs={[
        { label: t('segments'), to: '/segments' },
        { label: t('title'), to: clusterPlace.path },
      ]}
      lead={data && <StartedBy analysis={data} />}
      actions={data && <Actions analysis={data} />}
    >
      <QueryView query={analysis} rows={8}>
        {(shown) => (
          <RunView
            run={shown}
            running={t('running')}
            failed={{ title: t('failed'), hint: named('problem', shown.problem ?? 'internal') }}
            again={{ to: '/segments/clusters/new', search: { from: id } }}
          >
            {shown.result && <Result analysis={shown} result={shown.result} />}
          </RunView>
        )}
      </QueryView>
    </Page>
  )
}

function StartedBy({ analysis }: { readonly analysis: ClusterAnalysis }) {
  const format = useFormat()
  return (
    <>
      {analysis.startedBy} · {format.moment(analysis.startedAt)}
    </>
  )
}

function Actions({ analysis }: { readonly analysis: ClusterAnalysis }) {
  const t = useTexts(clusterTexts)
  const may = useMay()
  const [isRenaming, setRenaming] = useState(false)
  if (!may('segments:write')) return null
  return (
    <>
      <RemoveRun
        {...clusterPlace}
        run={analysis}
        detail={t('removeDetail')}
        remove={(id) => call(clustersApi.remove, { params: { id } })}
      />
      <Button icon={<Icon name="edit" size={16} />} onClick={() => setRenaming(true)}>
        {t('rename')}
      </Button>
      {isRenaming && (
        <RenameDialog
          id={analysis.id}
          name={analysis.name}
          changesOf={(name) => ({ name })}
          onClose={() => setRenaming(false)}
        />
      )}
    </>
  )
}

export interface ResultProps {
  readonly analysis: ClusterAnalysis
  readonly result: ClusterResult
}

function Result({ analysis, result }: ResultProps) {
  const [shown, setShown] = useState<number | null>(null)
  const cluster = shown === null ? undefined : result.clusters[shown]
  return (
    <>
      <Figures analysis={analysis} result={result} />
      <ClustersCards analysis={analysis} result={result} shown={shown} onShow={setShown} />
      {cluster && <MembersCard analysis={analysis} cluster={cluster} onClose={() => setShown(null)} />}
      <StripCard analysis={analysis} result={result} />
      <div className={styles.columns}>
        <ScatterCard analysis={analysis} result={result} />
        <ChoiceCard analysis={analysis} result={result} />
      </div>
    </>
  )
}

/** Kaufman and Rousseeuw's reading of a mean silhouette, without their highest step. */
function qualityOf(silhouette: number): string {
  if (silhouette >= 0.5) return 'strong'
  return silhouette >= 0.25 ? 'fair' : 'weak'
}

function Figures({ analysis, result }: ResultProps) {
  const t = useTexts(clusterTexts)
  const named = useNamed(clusterTexts)
  const locale = useLocale()
  const format = useFormat()
  const { people, leftOut, k, suggested, silhouette } = result
  return (
    <StatStrip
      label={t('figures')}
      items={[
        {
          label: t('peopleFigure'),
          value: format.count(people),
          note: leftOut > 0 ? t('leftOut', { count: format.count(leftOut) }) : undefined,
        },
        {
          label: t('clustersFigure'),
          value: format.count(k),
          note: k === suggested ? t('suggestedNote') : t('chosenNote', { k: suggested ?? '–' }),
        },
        {
          label: t('silhouetteFigure'),
          value: format.count(Number(silhouette.toFixed(2))),
          note: named('quality', qualityOf(silhouette)),
        },
        { label: t('whoFigure'), value: analysis.sentence?.[locale] ?? t('everybody') },
      ]}
    />
  )
}
