import { type RfmRun, type RfmSummary, rfmApi, segmentsApi } from '@rapport/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { call } from '../../../lib/api'
import { useMay } from '../../../lib/session'
import { useLocale, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, SegmentDialog } from '../../../ui'
import { MembersTable } from '../members-table'
import { useSegmentName } from './segments-card'
import { peopleIn, queryOf, ruleOf, type Selection } from './selection'
import { rfmTexts } from './texts'

export interface PeopleCardProps {
  readonly run: RfmRun
  readonly summary: RfmSummary
  readonly selection: Selection
  readonly onClear: () => void
}

/** The people behind what was picked, and the way to a segment or a campaign from them. */
export function PeopleCard({ run, summary, selection, onClear }: PeopleCardProps) {
  const t = useTexts(rfmTexts)
  const format = useFormat()
  const may = useMay()
  const [isSaving, setSaving] = useState(false)
  const name = useSelectionName(run, selection)
  const query = queryOf(selection)
  const readyMade = selection.kind === 'cells' ? null : `rfm_${selection.kind}.${selection.key}`
  return (
    <Card
      title={t('peopleTitle', { name, count: format.count(peopleIn(selection, summary)) })}
      extra={
        <>
          <Button type="text" onClick={onClear}>
            {t('clear')}
          </Button>
          {may('segments:write') && (
            <Button type="primary" onClick={() => setSaving(true)}>
              {t('saveSegment')}
            </Button>
          )}
        </>
      }
      flush
    >
      <MembersTable
        name={['rfm', 'people', run.id, query]}
        load={(cursor, signal) => call(rfmApi.people, { query: { ...query, cursor, limit: 10 }, signal })}
      />
      {isSaving && (
        <SegmentDialog
          name={name}
          create={(given) =>
            call(segmentsApi.create, { body: { name: given, rule: ruleOf(selection), readyMade } })
          }
          texts={rfmTexts}
          onClose={() => setSaving(false)}
        />
      )}
    </Card>
  )
}

function useSelectionName(run: RfmRun, selection: Selection): string {
  const t = useTexts(rfmTexts)
  const locale = useLocale()
  const segmentName = useSegmentName(run.config)
  if (selection.kind === 'segment') return segmentName(selection.key)
  if (selection.kind === 'class') return run.config.classNames[selection.key][locale]
  const [only, ...others] = selection.cells
  if (only && others.length === 0)
    return t('cellDefault', { recency: only.recency, frequency: only.frequency })
  return t('cellsDefault', { count: selection.cells.length })
}
