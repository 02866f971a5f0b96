import { type RfmRunBrief, rfmApi } from '@rapport/contract'
import { call } from '../../../lib/api'
import { useNamed, useTexts } from '../../../lib/texts'
import { useDayWords, useFormat } from '../../../lib/use-format'
import { Card, type Column, DataTable, DateTime, RunBadge, useCursorList } from '../../../ui'
import { rfmTexts } from './texts'

/** Earlier runs: as of which day, by whom, how many people. */
export function HistoryCard() {
  const t = useTexts(rfmTexts)
  const list = useCursorList<RfmRunBrief>({
    key: ['rfm', 'runs'],
    load: (cursor, signal) => call(rfmApi.runs, { query: { cursor, limit: 10 }, signal }),
  })
  return (
    <Card title={t('historyTitle')} flush>
      <DataTable bare label={t('historyTitle')} columns={useColumns()} list={list} rowKey={({ id }) => id} />
    </Card>
  )
}

function useColumns(): Column<RfmRunBrief>[] {
  const t = useTexts(rfmTexts)
  const named = useNamed(rfmTexts)
  const format = useFormat()
  const dayWords = useDayWords()
  return [
    { key: 'asOf', title: t('historyAsOf'), phone: 'title', render: ({ asOf }) => dayWords(asOf) },
    {
      key: 'state',
      title: t('historyState'),
      render: ({ state, problem, writesTraits }) => (
        <RunBadge state={state}>
          {problem ? named('problem', problem) : named('state', state)}
          {!writesTraits && ` · ${t('onlyLooked')}`}
        </RunBadge>
      ),
    },
    {
      key: 'people',
      title: t('historyPeople'),
      align: 'end',
      render: ({ people }) => format.count(people),
    },
    { key: 'by', title: t('historyBy'), phone: 'none', render: ({ startedBy }) => startedBy },
    { key: 'at', title: t('historyAt'), render: ({ startedAt }) => <DateTime at={startedAt} /> },
  ]
}
