import { type RfmRun, type RfmSummary, rfmApi, segmentsApi } from '@rapport/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Input, Modal } from 'antd'
import { useId, useState } from 'react'
import { call } from '../../../lib/api'
import { asProblem } from '../../../lib/api-problem'
import { useMay } from '../../../lib/session'
import { useLocale, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, useProblemText } from '../../../ui'
import { MembersTable } from '../members-table'
import { allSegments } from '../queries'
import styles from './rfm.module.css'
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
      {isSaving && <SaveDialog name={name} selection={selection} onClose={() => setSaving(false)} />}
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

function SaveDialog(props: {
  readonly name: string
  readonly selection: Selection
  readonly onClose: () => void
}) {
  const t = useTexts(rfmTexts)
  const may = useMay()
  const nameId = useId()
  const [name, setName] = useState(props.name)
  const save = useSave(props.selection)
  const go = (next: 'segment' | 'campaign') => save.mutate({ name: name.trim(), next })
  return (
    <Modal
      open
      title={t('saveTitle')}
      onCancel={props.onClose}
      footer={
        <>
          <Button disabled={name.trim() === ''} loading={save.isPending} onClick={() => go('segment')}>
            {t('saveOnly')}
          </Button>
          {may('campaigns:write') && (
            <Button
              type="primary"
              disabled={name.trim() === ''}
              loading={save.isPending}
              onClick={() => go('campaign')}
            >
              {t('saveAndCampaign')}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.dialog}>
        <div>
          <label htmlFor={nameId} className={styles.label}>
            {t('segmentName')}
          </label>
          <Input id={nameId} value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
        </div>
      </div>
    </Modal>
  )
}

function useSave(selection: Selection) {
  const t = useTexts(rfmTexts)
  const client = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const problemText = useProblemText()
  const readyMade = selection.kind === 'cells' ? null : `rfm_${selection.kind}.${selection.key}`
  return useMutation({
    mutationFn: ({ name }: { name: string; next: 'segment' | 'campaign' }) =>
      call(segmentsApi.create, { body: { name, rule: ruleOf(selection), readyMade } }),
    onSuccess: async ({ id }, { next }) => {
      void message.success(t('saved'))
      await client.invalidateQueries(allSegments)
      if (next === 'campaign') await navigate({ to: '/campaigns/new', search: { segment: id } as never })
      else await navigate({ to: `/segments/${id}` })
    },
    onError: (error) => {
      const isTaken = asProblem(error).code === 'name_taken'
      void message.error(isTaken ? t('nameTaken') : problemText(error))
    },
  })
}
