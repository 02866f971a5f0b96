import { type MembershipChange, segmentLiveApi } from '@rapport/contract'
import { Link } from '@tanstack/react-router'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import {
  Card,
  type Column,
  DataTable,
  DateTime,
  StatusBadge,
  useCursorList,
  useCustomerName,
} from '../../../ui'
import { liveTexts } from '../live-texts'
import { WhyLink } from './why-link'

/** Who came into the segment and who left it, and why, the newest first. */
export function ChangesCard({ segmentId }: { readonly segmentId: string }) {
  const t = useTexts(liveTexts)
  const list = useCursorList<MembershipChange>({
    key: ['segments', 'changes', segmentId],
    load: (cursor, signal) =>
      call(segmentLiveApi.changes, { params: { id: segmentId }, query: { cursor, limit: 10 }, signal }),
  })
  return (
    <Card title={t('changesTitle')} hint={t('changesHint')} flush>
      <DataTable
        bare
        label={t('changesTitle')}
        columns={useColumns(segmentId)}
        list={list}
        rowKey={({ profileId, at, isIn }) => `${profileId} ${at} ${isIn}`}
        empty={{ scene: 'calm', title: t('noChanges') }}
      />
    </Card>
  )
}

function useColumns(segmentId: string): Column<MembershipChange>[] {
  const nameOf = useCustomerName()
  const t = useTexts(liveTexts)
  return [
    {
      key: 'customer',
      title: t('customer'),
      phone: 'title',
      render: ({ profileId, name }) => <Link to={`/customers/${profileId}`}>{nameOf(name, profileId)}</Link>,
    },
    {
      key: 'change',
      title: t('change'),
      render: ({ isIn }) => (
        <StatusBadge tone={isIn ? 'good' : 'plain'}>{t(isIn ? 'change.in' : 'change.out')}</StatusBadge>
      ),
    },
    { key: 'cause', title: t('cause'), render: ({ cause }) => t(`cause.${cause}`) },
    { key: 'when', title: t('when'), render: ({ at }) => <DateTime at={at} show="exact" /> },
    {
      key: 'why',
      title: t('why'),
      render: ({ profileId, name }) => <WhyLink segmentId={segmentId} profileId={profileId} name={name} />,
    },
  ]
}
