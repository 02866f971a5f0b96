import { type Member, type Role, teamsApi } from '@rapport/contract'
import { App, Select } from 'antd'
import { appTexts } from '../../../app/texts'
import { call } from '../../../lib/api'
import { useMay, useSession } from '../../../lib/session'
import { useNamed, useTexts } from '../../../lib/texts'
import { Avatar, type Column, ConfirmButton, DataTable, DateTime, Icon, listOf } from '../../../ui'
import styles from '../settings.module.css'
import { settingsTexts } from '../texts'
import { useRetold, useTellProblem } from '../use-settings-problem'
import { memberTexts } from './texts'
import { useGrantableRoles, useRefreshMembers } from './use-members'

/** The members with their roles, to be changed by who may. */
export function MemberTable({ members }: { readonly members: readonly Member[] }) {
  const t = useTexts(memberTexts)
  const shared = useTexts(settingsTexts)
  const may = useMay()
  const columns: Column<Member>[] = [
    { key: 'person', title: t('person'), render: (member) => <Person member={member} />, phone: 'title' },
    { key: 'role', title: t('role'), render: (member) => <RoleField member={member} />, width: 160 },
    {
      key: 'joined',
      title: t('joined'),
      render: ({ joinedAt }) => <DateTime at={joinedAt} show="day" />,
      width: 150,
    },
    {
      key: 'lastSeen',
      title: t('lastSeen'),
      render: ({ lastSeenAt }) =>
        lastSeenAt ? <DateTime at={lastSeenAt} show="relative" /> : shared('never'),
      width: 150,
    },
  ]
  const actions: Column<Member> = {
    key: 'actions',
    title: '',
    render: (member) => <RemoveButton member={member} />,
    align: 'end',
    width: 110,
  }
  return (
    <DataTable
      label={t('members')}
      columns={may('members:write') ? [...columns, actions] : columns}
      list={listOf(members)}
      rowKey={({ userId }) => userId}
    />
  )
}

function Person({ member }: { readonly member: Member }) {
  const t = useTexts(memberTexts)
  const { me } = useSession()
  return (
    <div className={styles.person}>
      <Avatar name={member.name} seed={member.userId} />
      <span>
        <span>
          {member.name} {member.userId === me.user.id && <span className="r-muted">{t('you')}</span>}
        </span>
        <small>{member.email}</small>
      </span>
    </div>
  )
}

function RoleField({ member }: { readonly member: Member }) {
  const t = useTexts(memberTexts)
  const named = useNamed(appTexts)
  const may = useMay()
  const grantable = useGrantableRoles()
  const refresh = useRefreshMembers()
  const tell = useTellProblem()
  const { message } = App.useApp()
  const canChange = may('members:write') && grantable.some(({ value }) => value === member.role)
  if (!canChange) return <>{named('role', member.role)}</>
  const change = async (role: Role) => {
    await call(teamsApi.updateMember, { params: { id: member.userId }, body: { role } })
    void message.success(t('changed', { name: member.name, role: named('role', role) }))
    await refresh()
  }
  return (
    <Select
      value={member.role}
      options={grantable}
      onChange={(role) => void change(role).catch(tell)}
      aria-label={`${t('role')}: ${member.name}`}
      popupMatchSelectWidth={false}
      variant="filled"
      style={{ minWidth: 112 }}
    />
  )
}

function RemoveButton({ member }: { readonly member: Member }) {
  const t = useTexts(memberTexts)
  const { me } = useSession()
  const grantable = useGrantableRoles()
  const refresh = useRefreshMembers()
  const retell = useRetold()
  const canRemove = member.userId !== me.user.id && grantable.some(({ value }) => value === member.role)
  if (!canRemove) return null
  const { name } = member
  const remove = async () => {
    await call(teamsApi.removeMember, { params: { id: member.userId } }).catch(retell)
    await refresh()
  }
  return (
    <ConfirmButton
      type="text"
      size="small"
      danger
      icon={<Icon name="trash" size={16} />}
      aria-label={`${t('remove')} ${name}`}
      title={t('removeTitle', { name })}
      detail={t('removeText')}
      verb={t('remove')}
      done={t('removed', { name })}
      onConfirm={remove}
    >
      {t('remove')}
    </ConfirmButton>
  )
}
