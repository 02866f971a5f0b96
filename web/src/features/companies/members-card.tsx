import { type Company, type CompanyMember, companiesApi } from '@rapport/contract'
import { call } from '../../lib/api'
import { useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import {
  Card,
  type Column,
  ConfirmButton,
  DateTime,
  MemberTable,
  Money,
  useCursorList,
  useCustomerName,
  useMemberColumns,
} from '../../ui'
import { AddMember } from './add-member'
import { useAdoptCompany } from './queries'
import { companyTexts } from './texts'

/** Who belongs to it, who spent most first. */
export function MembersCard({ company }: { readonly company: Company }) {
  const t = useTexts(companyTexts)
  const may = useMay()
  const list = useCursorList<CompanyMember>({
    key: ['company-details', company.id, 'members'],
    load: (cursor, signal) =>
      call(companiesApi.members, { params: { id: company.id }, query: { cursor, limit: 20 }, signal }),
  })
  return (
    <Card title={t('members')} flush extra={may('customers:write') && <AddMember company={company} />}>
      <MemberTable
        label={t('members')}
        columns={useColumns(company)}
        list={list}
        empty={{ title: t('noMembers'), hint: t('noMembersHint') }}
      />
    </Card>
  )
}

function useColumns(company: Company): Column<CompanyMember>[] {
  const t = useTexts(companyTexts)
  const may = useMay()
  const { customer, orders, revenue, lastSeen } = useMemberColumns()
  return [
    customer,
    orders,
    { ...revenue, render: ({ revenue: minor }) => <Money minor={minor} /> },
    { key: 'joined', title: t('joined'), render: ({ joinedAt }) => <DateTime at={joinedAt} show="day" /> },
    { ...lastSeen, phone: 'row' },
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
  const name = useCustomerName()(member.name, member.id)
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
