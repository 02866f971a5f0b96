import { type Lookalike, type LookalikeMember, lookalikesApi } from '@rapport/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Avatar, Card, type Column, DataTable, Money, useCursorList } from '../../../ui'
import styles from './lookalikes.module.css'
import { lookalikeTexts } from './texts'

/** Who is most like the seed, the most alike first. */
export function MembersCard({ lookalike: { id } }: { readonly lookalike: Lookalike }) {
  const t = useTexts(lookalikeTexts)
  const navigate = useNavigate()
  const list = useCursorList<LookalikeMember>({
    key: ['lookalikes', 'members', id],
    load: (cursor, signal) =>
      call(lookalikesApi.members, { params: { id }, query: { cursor, limit: 10 }, signal }),
  })
  return (
    <Card title={t('membersTitle')} hint={t('membersHint')} flush>
      <DataTable
        bare
        label={t('membersTitle')}
        columns={useColumns()}
        list={list}
        rowKey={(member) => member.id}
        onOpen={(member) => void navigate({ to: `/customers/${member.id}` })}
        empty={{ scene: 'people', title: t('nobody') }}
      />
    </Card>
  )
}

function useColumns(): Column<LookalikeMember>[] {
  const t = useTexts(lookalikeTexts)
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
    { key: 'rank', title: t('rank'), align: 'end', width: 80, render: ({ rank }) => format.count(rank) },
    {
      key: 'similarity',
      title: t('similarity'),
      align: 'end',
      width: 110,
      render: ({ similarity }) => format.percent(similarity),
    },
    { key: 'city', title: t('city'), render: ({ city }) => city ?? '–' },
    { key: 'orders', title: t('orders'), align: 'end', render: ({ orders }) => format.count(orders) },
    {
      key: 'revenue',
      title: t('revenue'),
      align: 'end',
      render: ({ revenueMinor }) => <Money minor={revenueMinor} />,
    },
  ]
}
