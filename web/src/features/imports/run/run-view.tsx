import { type Import, importsApi } from '@rapport/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { call } from '../../../lib/api'
import { useMay } from '../../../lib/session'
import { useNamed, useTexts } from '../../../lib/texts'
import { ConfirmButton, LinkButton, Notice, useProblemText } from '../../../ui'
import styles from '../imports.module.css'
import { allImports, importQuery, isUnderWay } from '../queries'
import { importTexts } from '../texts'
import { ProgressCard } from './progress-card'
import { ReportView } from './report-view'

export interface RunViewProps {
  readonly one: Import
  readonly onEdit: () => void
}

/** An import that has been started: how far it is, how it ended, what became of the rows. */
export function RunView({ one, onEdit }: RunViewProps) {
  if (isUnderWay(one.state)) return <ProgressCard one={one} />
  return (
    <>
      {one.state !== 'done' && <Unfinished one={one} onEdit={onEdit} />}
      {one.report && <ReportView one={one} report={one.report} />}
      <Actions one={one} />
    </>
  )
}

function Unfinished({ one, onEdit }: RunViewProps) {
  const t = useTexts(importTexts)
  const named = useNamed(importTexts)
  const may = useMay()
  const isFailed = one.state === 'failed'
  const ours = named('problem', one.failure?.code ?? '')
  return (
    <Notice
      tone={isFailed ? 'bad' : 'warn'}
      title={t(isFailed ? 'failedTitle' : 'cancelledTitle')}
      actions={may('imports:write') && <Again id={one.id} onEdit={onEdit} />}
    >
      {isFailed ? (ours === one.failure?.code ? one.failure?.message : ours) : t('cancelledHint')}
    </Notice>
  )
}

function Again({ id, onEdit }: { readonly id: string; readonly onEdit: () => void }) {
  const t = useTexts(importTexts)
  const queries = useQueryClient()
  const problemText = useProblemText(importTexts)
  const { message } = App.useApp()
  const start = async () => {
    try {
      queries.setQueryData(importQuery(id).queryKey, await call(importsApi.start, { params: { id } }))
    } catch (error) {
      void message.error(problemText(error))
    }
  }
  return (
    <>
      <Button onClick={onEdit}>{t('changeColumns')}</Button>
      <Button type="primary" onClick={() => void start()}>
        {t('restart')}
      </Button>
    </>
  )
}

function Actions({ one }: { readonly one: Import }) {
  const t = useTexts(importTexts)
  const may = useMay()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const remove = async () => {
    await call(importsApi.remove, { params: { id: one.id } })
    await queries.invalidateQueries({ queryKey: [...allImports, 'list'] })
    await navigate({ to: '/imports' })
  }
  if (!may('imports:write')) return null
  return (
    <div className={styles.actions}>
      <ConfirmButton
        title={t('removeTitle')}
        detail={t('removeDetail')}
        verb={t('remove')}
        done={t('removed')}
        danger
        type="text"
        onConfirm={remove}
      >
        {t('remove')}
      </ConfirmButton>
      <LinkButton to="/imports/new">{t('another')}</LinkButton>
      <LinkButton to="/customers" isPrimary>
        {t('seeCustomers')}
      </LinkButton>
    </div>
  )
}
