import type { Cluster } from '@rapport/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { useMay } from '../../../lib/session'
import { useLocale, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Icon, Section } from '../../../ui'
import styles from '../clusters.module.css'
import { useClusterName } from '../figure'
import { clusterTexts } from '../texts'
import type { ResultProps } from './analysis-page'
import { colourVariable } from './colour'
import { RenameDialog } from './rename-dialog'
import { ClusterSegmentDialog } from './segment-dialog'

export interface ClustersCardsProps extends ResultProps {
  /** The cluster whose members are shown. */
  readonly shown: number | null
  readonly onShow: (cluster: number | null) => void
}

/** The clusters in words, the largest first. */
export function ClustersCards(props: ClustersCardsProps) {
  const t = useTexts(clusterTexts)
  return (
    <Section title={t('cardsTitle')}>
      <ul className={styles.cards}>
        {props.result.clusters.map((cluster) => (
          <ClusterCard key={cluster.cluster} {...props} cluster={cluster} />
        ))}
      </ul>
    </Section>
  )
}

function ClusterCard({
  analysis,
  result,
  cluster,
  shown,
  onShow,
}: ClustersCardsProps & { readonly cluster: Cluster }) {
  const t = useTexts(clusterTexts)
  const locale = useLocale()
  const format = useFormat()
  const nameOf = useClusterName()
  const number = t('clusterNumber', { number: cluster.cluster + 1 })
  const called = `${number} ${nameOf(cluster)}`
  return (
    <li className={styles.cluster} data-chosen={shown === cluster.cluster}>
      <div className={styles.clusterHead}>
        <h3>
          <span
            className={styles.dot}
            style={{ background: colourVariable(cluster.cluster) }}
            aria-hidden="true"
          />
          {nameOf(cluster)}
        </h3>
        <span className={styles.number}>
          {number} <RenameButton id={analysis.id} cluster={cluster} called={called} />
        </span>
      </div>
      <span className={styles.size}>
        {t('ofAll', {
          count: format.count(cluster.people),
          share: format.percent(cluster.people / result.people),
        })}
      </span>
      <p className={styles.words}>{cluster.words[locale]}</p>
      <p className={styles.rule}>
        {t('precisionRecall', {
          precision: format.percent(cluster.precision, 0),
          recall: format.percent(cluster.recall, 0),
        })}
      </p>
      <CardActions
        id={analysis.id}
        cluster={cluster}
        called={called}
        isShown={shown === cluster.cluster}
        onShow={onShow}
      />
    </li>
  )
}

interface CardActionsProps {
  readonly id: string
  readonly cluster: Cluster
  readonly called: string
  readonly isShown: boolean
  readonly onShow: (cluster: number | null) => void
}

function CardActions({ id, cluster, called, isShown, onShow }: CardActionsProps) {
  const t = useTexts(clusterTexts)
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  return (
    <div className={styles.actions}>
      <Button
        size="small"
        aria-pressed={isShown}
        aria-label={t('membersOf', { name: called })}
        onClick={() => onShow(isShown ? null : cluster.cluster)}
      >
        {t('members')}
      </Button>
      {may('segments:write') && (
        <Button
          size="small"
          type="primary"
          ghost
          aria-label={t('makeSegmentOf', { name: called })}
          onClick={() => setOpen(true)}
        >
          {t('makeSegment')}
        </Button>
      )}
      {isOpen && <ClusterSegmentDialog id={id} cluster={cluster} onClose={() => setOpen(false)} />}
    </div>
  )
}

function RenameButton({ id, cluster, called }: Pick<CardActionsProps, 'id' | 'cluster' | 'called'>) {
  const t = useTexts(clusterTexts)
  const may = useMay()
  const nameOf = useClusterName()
  const [isOpen, setOpen] = useState(false)
  if (!may('segments:write')) return null
  return (
    <>
      <Button
        size="small"
        type="text"
        icon={<Icon name="edit" size={14} />}
        aria-label={t('renameOf', { name: called })}
        onClick={() => setOpen(true)}
      />
      {isOpen && (
        <RenameDialog
          id={id}
          name={nameOf(cluster)}
          changesOf={(name) => ({ names: [{ cluster: cluster.cluster, name }] })}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
