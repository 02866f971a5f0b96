import { type Company, type CompanyMember, companiesApi } from '@rapport/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { call } from '../../lib/api'
import { useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { useFormat } from '../../lib/use-format'
import { Avatar, Card, type Column, ConfirmButton, DataTable, DateTime, Money, useCursorList } from '../../ui'
import { AddMember } from './add-member'
import styles from './companies.module.css'
import { useAdoptCompany } from './queries'
import { companyTexts } from './texts'

/** Who belongs to it, who spent most first. */
export function MembersCard({ company }: { readonly company: Company }) {
  const t = useTexts(companyTexts)
  const may = useMay()
  const navigate = useNavigate()
  const list = useCursorList<CompanyMember>({
    key: ['company-details', company.id, 'members'],
    load: (cursor, signal) =>
      call(companiesApi.members, { params: { id: company.id }, query: { cursor, limit: 20 }, signal }),
  })
  return (
    <Card title={t('members')} flush extra={may('customers:write') && <AddMember company={company} />}>
      <DataTable
        bare
        label={t('members')}
        columns={useColumns(company)}
        list={list}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: `/customers/${id}` })}
        empty={{ scene: 'people', title: t('noMembers'), hint: t('noMembersHint') }}
      />
    </Card>
  )
}

function useColumns(company: Company): Column<CompanyMember>[] {
  const t = useTexts(companyTexts)
  const format = useFormat()
  const may = useMay()
  return [
    {
      key: 'customer',
      title: t('member'),
      phone: 'title',
      render: ({ id, name }) => (
        <Link to={`/customers/${id}`} className={styles.person}>
          <Avatar name={name} seed={id} size={28} />
          {name || t('unnamed')}
        </Link>
      ),
    },
    { key: 'orders', title: t('orders'), align: 'end', render: ({ orders }) => format.count(orders) },
    {
      key: 'revenue',
      title: t('revenue'),
      align: 'end',
      render: ({ revenue }) => <Money minor={revenue} />,
    },
    { key: 'joined', title: t('joined'), render: ({ joinedAt }) => <DateTime at={joinedAt} show="day" /> },
    {
      key: 'lastSeen',
      title: t('lastSeen'),
      render: ({ lastSeenAt }) => <DateTime at={lastSeenAt} show="relative" />,
    },
    ...(may('customers:write')
      ? [
          {
            key: 'remove',
            title: t('remove'),
            render: (member: CompanyMember) => <RemoveMember company={company} member={member} />,
          },
        ]
      : []),
  ]
}

function RemoveMember({ company, member }: { readonly company: Company; readonly member: CompanyMember }) {
  const t = useTexts(companyTexts)
  const adopt = useAdoptCompany()
  const name = member.name || t('unnamed')
  const params = { id: company.id, customerId: member.id }
  return (
    <ConfirmButton
      size="small"
      type="text"
      aria-label={`${t('remove')} ${name}`}
      title={t('removeTitle', { name, group: company.name })}
      detail={t('removeDetail')}
      verb={t('remove')}
      done={t('removed')}
      onConfirm={async () => adopt(await call(companiesApi.removeMember, { params }))}
      onUndo={async () => adopt(await call(companiesApi.addMember, { params }))}
    >
      {t('remove')}
    </ConfirmButton>
  )
}
