import { type Cluster, type ClusterAnalysis, clustersApi, type SegmentMember } from '@rapport/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Avatar, Card, type Column, DataTable, DateTime, Money, useCursorList } from '../../../ui'
import styles from '../clusters.module.css'
import { useClusterName } from '../figure'
import { clusterTexts } from '../texts'

export interface MembersCardProps {
  readonly analysis: ClusterAnalysis
  readonly cluster: Cluster
  readonly onClose: () => void
}

/** Who was put into a cluster, from its middle outwards. */
export function MembersCard({ analysis, cluster, onClose }: MembersCardProps) {
  const t = useTexts(clusterTexts)
  const navigate = useNavigate()
  const name = useClusterName()(cluster)
  const params = { id: analysis.id, cluster: cluster.cluster }
  const list = useCursorList<SegmentMember>({
    key: ['clusters', 'members', params],
    load: (cursor, signal) => call(clustersApi.members, { params, query: { cursor, limit: 10 }, signal }),
  })
  return (
    <Card
      title={t('membersTitle', { name })}
      hint={t('membersHint')}
      extra={
        <Button type="text" onClick={onClose}>
          {t('close')}
        </Button>
      }
      flush
    >
      <DataTable
        bare
        label={t('membersTitle', { name })}
        columns={useColumns()}
        list={list}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: `/customers/${id}` })}
        empty={{ scene: 'people', title: t('nobody') }}
      />
    </Card>
  )
}

function useColumns(): Column<SegmentMember>[] {
  const t = useTexts(clusterTexts)
  const format = useFormat()
  return [
    {
      key: 'customer',
      title: t('customer'),
      phone: 'title',
      render: ({ id, name }) => (
        <Link to={`/customers/${id}`} className={styles.person}>
          <Avatar name={name} seed={id} size={28} />
          {name || t('unnamed')}
        </Link>
      ),
    },
    { key: 'city', title: t('city'), render: ({ city }) => city ?? '–' },
    { key: 'orders', title: t('orders'), align: 'end', render: ({ orders }) => format.count(orders) },
    {
      key: 'revenue',
      title: t('revenue'),
      align: 'end',
      render: ({ revenueMinor }) => <Money minor={revenueMinor} />,
    },
    {
      key: 'lastOrder',
      title: t('lastOrder'),
      render: ({ lastOrderAt }) => <DateTime at={lastOrderAt} show="day" />,
    },
  ]
}
