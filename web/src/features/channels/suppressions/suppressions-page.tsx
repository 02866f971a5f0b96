import { messagesApi, type Suppression, type SuppressionReason } from '@rapport/contract'
import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { call } from '../../../lib/api'
import { useSearchState } from '../../../lib/search-state'
import { useMay } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import {
  type Column,
  ConfirmButton,
  DataTable,
  DateTime,
  FilterBar,
  Icon,
  StatusBadge,
  type Tone,
  useCursorList,
} from '../../../ui'
import { SettingsFrame } from '../../settings/settings-frame'
import { channelTexts } from '../texts'
import { AddDialog } from './add-dialog'
import { ImportDialog } from './import-dialog'

const search = z.object({ search: z.string().optional() })
const listKey = ['channels', 'suppressions'] as const
const pageSize = 50

/** Whose addresses are not written to, and why. */
export function SuppressionsPage() {
  const t = useTexts(channelTexts)
  const may = useMay()
  const client = useQueryClient()
  const [filter, change] = useSearchState(search)
  const [dialog, setDialog] = useState<'add' | 'import' | null>(null)
  const list = useCursorList<Suppression>({
    key: [...listKey, filter],
    load: (cursor, signal) =>
      call(messagesApi.listSuppressions, { query: { ...filter, cursor, limit: pageSize }, signal }),
  })
  const refresh = () => client.invalidateQueries({ queryKey: listKey })
  return (
    <SettingsFrame lead={t('listLead')} actions={may('customers:write') && <Actions onOpen={setDialog} />}>
      <FilterBar
        search={filter.search ?? ''}
        searchHint={t('searchAddress')}
        onSearch={(word) => change({ search: word || undefined })}
      />
      <DataTable
        label={t('address')}
        columns={useColumns(refresh)}
        list={list}
        rowKey={({ address, at }) => `${address} ${at}`}
        empty={{ scene: 'calm', title: t('noSuppressions'), hint: t('noSuppressionsHint') }}
      />
      {dialog === 'add' && <AddDialog onClose={() => setDialog(null)} onAdded={refresh} />}
      {dialog === 'import' && <ImportDialog onClose={() => setDialog(null)} onImported={refresh} />}
    </SettingsFrame>
  )
}

function Actions({ onOpen }: { readonly onOpen: (dialog: 'add' | 'import') => void }) {
  const t = useTexts(channelTexts)
  return (
    <>
      <Button icon={<Icon name="imports" size={16} />} onClick={() => onOpen('import')}>
        {t('importMany')}
      </Button>
      <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => onOpen('add')}>
        {t('addAddress')}
      </Button>
    </>
  )
}

const tones: Readonly<Record<SuppressionReason, Tone>> = {
  unsubscribed: 'plain',
  bounced: 'warn',
  complained: 'bad',
  manual: 'info',
}

function useColumns(refresh: () => Promise<void>): readonly Column<Suppression>[] {
  const t = useTexts(channelTexts)
  const may = useMay()
  return [
    {
      key: 'address',
      title: t('address'),
      shown: 'always',
      phone: 'title',
      render: ({ address }) => address || t('erased'),
    },
    {
      key: 'reason',
      title: t('reason'),
      width: 130,
      render: ({ reason }) => <StatusBadge tone={tones[reason]}>{t(`reason.${reason}`)}</StatusBadge>,
    },
    { key: 'detail', title: t('detail'), render: ({ detail }) => detail || '–' },
    { key: 'at', title: t('addedAt'), width: 180, render: ({ at }) => <DateTime at={at} /> },
    {
      key: 'remove',
      title: '',
      width: 130,
      align: 'end',
      render: ({ address }) =>
        may('customers:write') &&
        address !== '' && (
          <ConfirmButton
            type="text"
            size="small"
            title={t('removeTitle', { address })}
            detail={t('removeHint')}
            verb={t('remove')}
            done={t('removed')}
            onConfirm={async () => {
              await call(messagesApi.removeSuppression, { body: { address } })
              await refresh()
            }}
          >
            {t('remove')}
          </ConfirmButton>
        ),
    },
  ]
}
