import { type Cluster, type ClusterAnalysis, clustersApi, type SegmentMember } from '@rapport/contract'
import { Button } from 'antd'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { Card, MemberTable, useCursorList, useMemberColumns } from '../../../ui'
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
  const { customer, city, orders, revenue, lastOrder } = useMemberColumns()
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
      <MemberTable
        label={t('membersTitle', { name })}
        columns={[customer, city, orders, revenue, lastOrder]}
        list={list}
        empty={{ title: t('nobody') }}
      />
    </Card>
  )
}
