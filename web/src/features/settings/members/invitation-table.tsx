import { type Invitation, teamsApi } from '@rapport/contract'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { appTexts } from '../../../app/texts'
import { call } from '../../../lib/api'
import { useMay } from '../../../lib/session'
import { useNamed, useTexts } from '../../../lib/texts'
import { type Column, ConfirmButton, DataTable, DateTime, listOf, StatusBadge } from '../../../ui'
import styles from '../settings.module.css'
import { useTellProblem } from '../use-settings-problem'
import type { MadeInvitation } from './link-dialog'
import { memberTexts } from './texts'
import { useRefreshMembers } from './use-members'

export interface InvitationTableProps {
  readonly invitations: readonly Invitation[]
  /** A new link was made: show it. */
  readonly onLink: (made: MadeInvitation) => void
}

/** The invitations that nobody has accepted yet. */
export function InvitationTable({ invitations, onLink }: InvitationTableProps) {
  const t = useTexts(memberTexts)
  const named = useNamed(appTexts)
  const may = useMay()
  const columns: Column<Invitation>[] = [
    { key: 'email', title: t('email'), render: ({ email }) => email, phone: 'title' },
    { key: 'role', title: t('role'), render: ({ role }) => named('role', role), width: 120 },
    { key: 'by', title: t('invitedBy'), render: ({ invitedBy }) => invitedBy, width: 150 },
    {
      key: 'expires',
      title: t('expires'),
      render: ({ expiresAt }) => <DateTime at={expiresAt} />,
      width: 180,
    },
    {
      key: 'state',
      title: t('state'),
      render: ({ state }) => (
        <StatusBadge tone={state === 'open' ? 'info' : 'warn'}>{t(`state.${state}`)}</StatusBadge>
      ),
      width: 120,
    },
  ]
  const actions: Column<Invitation> = {
    key: 'actions',
    title: '',
    render: (invitation) => <Actions invitation={invitation} onLink={onLink} />,
    align: 'end',
    width: 190,
  }
  return (
    <DataTable
      label={t('invitations')}
      columns={may('members:write') ? [...columns, actions] : columns}
      list={listOf(invitations)}
      rowKey={({ id }) => id}
    />
  )
}

function Actions(props: {
  readonly invitation: Invitation
  readonly onLink: (made: MadeInvitation) => void
}) {
  const { id, email } = props.invitation
  const t = useTexts(memberTexts)
  const refresh = useRefreshMembers()
  const tell = useTellProblem()
  const renew = useMutation({
    mutationFn: () => call(teamsApi.renewInvitation, { params: { id } }),
    onSuccess: async (made) => {
      props.onLink(made)
      await refresh()
    },
    onError: tell,
  })
  const withdraw = async () => {
    await call(teamsApi.withdrawInvitation, { params: { id } })
    await refresh()
  }
  return (
    <div className={styles.buttons}>
      <Button size="small" onClick={() => renew.mutate()} loading={renew.isPending}>
        {t('renew')}
      </Button>
      <ConfirmButton
        size="small"
        type="text"
        danger
        title={t('withdrawTitle', { email })}
        detail={t('withdrawText')}
        verb={t('withdraw')}
        done={t('withdrawn')}
        onConfirm={withdraw}
      >
        {t('withdraw')}
      </ConfirmButton>
    </div>
  )
}
