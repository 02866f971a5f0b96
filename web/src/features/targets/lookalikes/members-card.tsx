import { type Lookalike, type LookalikeMember, lookalikesApi } from '@rapport/contract'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, type Column, MemberTable, useCursorList, useMemberColumns } from '../../../ui'
import { lookalikeTexts } from './texts'

/** Who is most like the seed, the most alike first. */
export function MembersCard({ lookalike: { id } }: { readonly lookalike: Lookalike }) {
  const t = useTexts(lookalikeTexts)
  const list = useCursorList<LookalikeMember>({
    key: ['lookalikes', 'members', id],
    load: (cursor, signal) =>
      call(lookalikesApi.members, { params: { id }, query: { cursor, limit: 10 }, signal }),
  })
  return (
    <Card title={t('membersTitle')} hint={t('membersHint')} flush>
      <MemberTable
        label={t('membersTitle')}
        columns={useColumns()}
        list={list}
        empty={{ title: t('nobody') }}
      />
    </Card>
  )
}

function useColumns(): Column<LookalikeMember>[] {
  const t = useTexts(lookalikeTexts)
  const format = useFormat()
  const { customer, city, orders, revenue } = useMemberColumns()
  return [
    customer,
    { key: 'rank', title: t('rank'), align: 'end', width: 80, render: ({ rank }) => format.count(rank) },
    {
      key: 'similarity',
      title: t('similarity'),
      align: 'end',
      width: 110,
      render: ({ similarity }) => format.percent(similarity),
    },
    city,
    orders,
    revenue,
  ]
}
