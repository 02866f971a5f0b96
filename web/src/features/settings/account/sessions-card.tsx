import { type Session, teamsApi } from '@rapport/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import {
  Card,
  type Column,
  ConfirmButton,
  DataTable,
  DateTime,
  listOf,
  QueryView,
  StatusBadge,
} from '../../../ui'
import { deviceOf } from './device'
import { accountTexts } from './texts'

const sessionsKey = ['sessions'] as const

/** Where one is signed in, and the way to end it. */
export function SessionsCard() {
  const t = useTexts(accountTexts)
  const query = useQuery({
    queryKey: sessionsKey,
    queryFn: ({ signal }) => call(teamsApi.sessions, { signal }),
  })
  const others = query.data?.items.some(({ current }) => !current) ?? false
  return (
    <Card title={t('sessions')} hint={t('sessionsHint')} extra={others && <EndOthersButton />} flush>
      <QueryView query={query} rows={2}>
        {({ items }) => <SessionTable sessions={items} />}
      </QueryView>
    </Card>
  )
}

function SessionTable({ sessions }: { readonly sessions: readonly Session[] }) {
  const t = useTexts(accountTexts)
  const columns: Column<Session>[] = [
    {
      key: 'device',
      title: t('device'),
      render: ({ userAgent }) => <span title={userAgent}>{deviceOf(userAgent) ?? t('unknownDevice')}</span>,
      phone: 'title',
    },
    { key: 'address', title: t('address'), render: ({ address }) => address },
    { key: 'signedIn', title: t('signedIn'), render: ({ createdAt }) => <DateTime at={createdAt} /> },
    {
      key: 'lastSeen',
      title: t('lastSeen'),
      render: ({ lastSeenAt }) => <DateTime at={lastSeenAt} show="relative" />,
    },
    {
      key: 'actions',
      title: '',
      align: 'end',
      render: (session) =>
        session.current ? (
          <StatusBadge tone="good">{t('thisDevice')}</StatusBadge>
        ) : (
          <EndButton id={session.id} />
        ),
    },
  ]
  return (
    <DataTable label={t('sessions')} columns={columns} list={listOf(sessions)} rowKey={({ id }) => id} bare />
  )
}

function EndButton({ id }: { readonly id: string }) {
  const t = useTexts(accountTexts)
  const client = useQueryClient()
  const end = async () => {
    await call(teamsApi.revokeSession, { params: { id } })
    await client.invalidateQueries({ queryKey: sessionsKey })
  }
  return (
    <ConfirmButton
      size="small"
      type="text"
      danger
      title={t('endTitle')}
      verb={t('end')}
      done={t('ended')}
      onConfirm={end}
    >
      {t('end')}
    </ConfirmButton>
  )
}

function EndOthersButton() {
  const t = useTexts(accountTexts)
  const client = useQueryClient()
  const end = async () => {
    await call(teamsApi.revokeOtherSessions)
    await client.invalidateQueries({ queryKey: sessionsKey })
  }
  return (
    <ConfirmButton
      size="small"
      title={t('endOthersTitle')}
      detail={t('endOthersText')}
      verb={t('endOthers')}
      done={t('endedOthers')}
      onConfirm={end}
    >
      {t('endOthers')}
    </ConfirmButton>
  )
}
