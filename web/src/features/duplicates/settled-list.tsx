import { type DuplicatePair, duplicatesApi } from '@rapport/contract'
import { Link } from '@tanstack/react-router'
import { call } from '../../lib/api'
import { useTexts } from '../../lib/texts'
import { useFormat } from '../../lib/use-format'
import { type Column, DataTable, DateTime, useCursorList, useCustomerName } from '../../ui'
import styles from './duplicates.module.css'
import { allDuplicates } from './queries'
import { duplicateTexts } from './texts'

/** Pairs that somebody has judged, with who and when. */
export function SettledList({ state }: { readonly state: 'merged' | 'distinct' }) {
  const t = useTexts(duplicateTexts)
  const list = useCursorList<DuplicatePair>({
    key: [...allDuplicates, 'settled', state],
    load: (cursor, signal) => call(duplicatesApi.list, { query: { state, cursor, limit: 50 }, signal }),
  })
  return (
    <DataTable
      label={t(`state.${state}`)}
      columns={useColumns()}
      list={list}
      rowKey={({ left, right }) => `${left.profileId} ${right.profileId}`}
      empty={{ scene: 'calm', title: t('emptySettled') }}
    />
  )
}

function useColumns(): Column<DuplicatePair>[] {
  const nameOf = useCustomerName()
  const t = useTexts(duplicateTexts)
  const format = useFormat()
  return [
    {
      key: 'pair',
      title: t('pair'),
      phone: 'title',
      render: ({ left, right }) => (
        <span className={styles.pairNames}>
          {[left, right].map(({ profileId, name }) => (
            <Link key={profileId} to={`/customers/${profileId}`}>
              {nameOf(name, profileId)}
            </Link>
          ))}
        </span>
      ),
    },
    {
      key: 'score',
      title: t('likely'),
      width: 110,
      align: 'end',
      render: ({ score }) => <span className="r-num">{format.percent(score / 100, score > 99 ? 1 : 0)}</span>,
    },
    { key: 'by', title: t('decidedBy'), width: 150, render: ({ decidedBy }) => decidedBy ?? '–' },
    {
      key: 'at',
      title: t('decidedAt'),
      width: 170,
      render: ({ decidedAt }) => (decidedAt ? <DateTime at={decidedAt} show="relative" /> : '–'),
    },
  ]
}
