import { type ApiKey, teamsApi } from '@rapport/contract'
import { Tooltip } from 'antd'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { useNow } from '../../../lib/use-now'
import { type Column, ConfirmButton, DataTable, DateTime, listOf, StatusBadge, type Tone } from '../../../ui'
import { roleTexts } from '../roles/texts'
import { settingsTexts } from '../texts'
import { keyTexts } from './texts'
import { type KeyState, stateOf, useRefreshKeys } from './use-keys'

const tones: Readonly<Record<KeyState, Tone>> = { valid: 'good', expired: 'warn', revoked: 'plain' }

/** The keys: what for, what they may do, when they were last used. */
export function KeyTable({ keys }: { readonly keys: readonly ApiKey[] }) {
  const t = useTexts(keyTexts)
  const shared = useTexts(settingsTexts)
  const now = useNow()
  const columns: Column<ApiKey>[] = [
    { key: 'name', title: t('name'), render: ({ name }) => name, phone: 'title' },
    { key: 'key', title: t('key'), render: ({ prefix }) => <code>{prefix}…</code>, width: 130 },
    { key: 'kind', title: t('kind'), render: (key) => <Kind apiKey={key} />, width: 170 },
    {
      key: 'state',
      title: t('state'),
      render: (key) => {
        const state = stateOf(key, now)
        return <StatusBadge tone={tones[state]}>{t(`state.${state}`)}</StatusBadge>
      },
      width: 100,
    },
    {
      key: 'lastUsed',
      title: t('lastUsed'),
      render: ({ lastUsedAt }) =>
        lastUsedAt ? <DateTime at={lastUsedAt} show="relative" /> : shared('never'),
      width: 130,
    },
    {
      key: 'expires',
      title: t('expires'),
      render: ({ expiresAt }) => (expiresAt ? <DateTime at={expiresAt} show="day" /> : t('forever')),
      width: 140,
    },
    { key: 'created', title: t('created'), render: (key) => <Created apiKey={key} />, width: 180 },
    {
      key: 'actions',
      title: '',
      render: (key) => key.revokedAt === null && <RevokeButton apiKey={key} />,
      align: 'end',
      width: 90,
    },
  ]
  return <DataTable label={t('keys')} columns={columns} list={listOf(keys)} rowKey={({ id }) => id} />
}

function Kind({ apiKey: { kind, scopes } }: { readonly apiKey: ApiKey }) {
  const t = useTexts(keyTexts)
  const permission = useTexts(roleTexts)
  if (kind === 'write') return <>{t('kind.write')}</>
  const list = (
    <ul>
      {scopes.map((scope) => (
        <li key={scope}>{permission(`permission.${scope}`)}</li>
      ))}
    </ul>
  )
  return (
    <>
      {t('kind.api')}{' '}
      <Tooltip title={list}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the list of permissions must be reachable by keyboard */}
        <span className="r-muted r-nowrap" tabIndex={0}>
          {t('scopeCount', { count: scopes.length })}
        </span>
      </Tooltip>
    </>
  )
}

function Created({ apiKey: { createdAt, createdBy } }: { readonly apiKey: ApiKey }) {
  const t = useTexts(keyTexts)
  return (
    <span>
      <DateTime at={createdAt} show="day" />
      <br />
      <small className="r-muted">{t('createdBy', { name: createdBy })}</small>
    </span>
  )
}

function RevokeButton({ apiKey: { id, name } }: { readonly apiKey: ApiKey }) {
  const t = useTexts(keyTexts)
  const refresh = useRefreshKeys()
  const revoke = async () => {
    await call(teamsApi.revokeKey, { params: { id } })
    await refresh()
  }
  return (
    <ConfirmButton
      type="text"
      size="small"
      danger
      title={t('revokeTitle', { name })}
      detail={t('revokeText')}
      verb={t('revoke')}
      done={t('revoked')}
      onConfirm={revoke}
    >
      {t('revoke')}
    </ConfirmButton>
  )
}
