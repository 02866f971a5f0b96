import { type Import, type ImportPreview, importsApi } from '@rapport/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { type ReactNode, useState } from 'react'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, Notice, QueryView, useProblemText } from '../../../ui'
import styles from '../imports.module.css'
import { allImports, importQuery, previewQuery } from '../queries'
import { importTexts } from '../texts'
import { ProblemList } from './problem-list'
import { RawRows } from './raw-rows'
import { ResultCards } from './result-cards'

export interface PreviewStepProps {
  readonly one: Import
  readonly frame: (body: ReactNode, foot: Foot) => ReactNode
  readonly onStarted: () => void
}

interface Foot {
  readonly onNext: () => void
  readonly nextLabel: string
  readonly canGoOn: boolean
  readonly isBusy: boolean
  readonly extra: ReactNode
}

/** What the first rows become, before anything is written; and the button that begins. */
export function PreviewStep({ one, frame, onStarted }: PreviewStepProps) {
  const t = useTexts(importTexts)
  const format = useFormat()
  const preview = useQuery(
    previewQuery(one.id, JSON.stringify([one.kind, one.columns, one.options, one.format])),
  )
  const { start, isBusy } = useStart(one.id, onStarted)
  const canGoOn = preview.data !== undefined && preview.data.missing.length === 0
  return frame(
    <QueryView query={preview} rows={8}>
      {(data) => <Body one={one} preview={data} />}
    </QueryView>,
    {
      onNext: start,
      nextLabel: t('start'),
      canGoOn,
      isBusy,
      extra: <span className={styles.footHint}>{t('startHint', { rows: format.count(one.rowsTotal) })}</span>,
    },
  )
}

function useStart(id: string, onStarted: () => void) {
  const t = useTexts(importTexts)
  const queries = useQueryClient()
  const problemText = useProblemText(importTexts)
  const { message } = App.useApp()
  const [isBusy, setBusy] = useState(false)
  const start = async () => {
    setBusy(true)
    try {
      queries.setQueryData(importQuery(id).queryKey, await call(importsApi.start, { params: { id } }))
      await queries.invalidateQueries({ queryKey: [...allImports, 'list'] })
      void message.success(t('started'))
      onStarted()
    } catch (error) {
      void message.error(problemText(error))
    } finally {
      setBusy(false)
    }
  }
  return { start: () => void start(), isBusy }
}

function Body({ one, preview }: { readonly one: Import; readonly preview: ImportPreview }) {
  const t = useTexts(importTexts)
  const format = useFormat()
  const { results, rowsChecked } = preview
  return (
    <>
      <Verdict preview={preview} />
      <ProblemList preview={preview} />
      {results.length > 0 && (
        <Card title={t('results')} hint={t('previewHint', { rows: format.count(rowsChecked) })}>
          <ResultCards results={results} columns={one.columns} />
        </Card>
      )}
      <Card title={t('rawRows')} flush>
        <RawRows columns={one.columns} rows={preview.rows} />
      </Card>
    </>
  )
}

function Verdict({ preview: { rowsChecked, rowsRejected } }: { readonly preview: ImportPreview }) {
  const t = useTexts(importTexts)
  const format = useFormat()
  const rows = format.count(rowsChecked)
  if (rowsRejected === 0) return <Notice tone="good" title={t('previewFine', { rows })} />
  if (rowsRejected === rowsChecked) return <Notice tone="bad" title={t('previewAllRejected')} />
  return <Notice tone="warn" title={t('previewRejected', { rows, rejected: format.count(rowsRejected) })} />
}
