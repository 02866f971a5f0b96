import { type LookalikeBrief, lookalikesApi } from '@rapport/contract'
import { Link } from '@tanstack/react-router'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { type Column, RunsPage, useRunColumns } from '../../../ui'
import { lookalikePlace } from './queries'
import { lookalikeTexts } from './texts'

/** The searches for people alike of the workspace, the latest first. */
export function LookalikesPage() {
  const t = useTexts(lookalikeTexts)
  return (
    <RunsPage
      {...lookalikePlace}
      title={t('title')}
      lead={t('lead')}
      begin={t('newOne')}
      columns={useColumns()}
      load={(cursor, signal) => call(lookalikesApi.list, { query: { cursor, limit: 50 }, signal })}
      empty={{ scene: 'people', title: t('emptyTitle'), hint: t('emptyHint') }}
    />
  )
}

function useColumns(): Column<LookalikeBrief>[] {
  const t = useTexts(lookalikeTexts)
  const { state, people, startedBy, startedAt } = useRunColumns(t('people'))
  return [
    {
      key: 'name',
      title: t('name'),
      phone: 'title',
      render: ({ id, name }) => <Link to={`${lookalikePlace.path}/${id}`}>{name}</Link>,
    },
    { key: 'seed', title: t('seed'), render: ({ seedName }) => seedName },
    state,
    people,
    {
      key: 'area',
      title: t('area'),
      align: 'end',
      width: 90,
      render: ({ area }) => <span className="r-num">{area === null ? '–' : area.toFixed(2)}</span>,
    },
    startedBy,
    startedAt,
  ]
}
