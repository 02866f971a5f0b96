import type { Run } from '@rapport/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { EmptyState } from '../feedback/empty-state'
import { ConfirmButton } from '../form/confirm-button'
import { LinkButton } from '../form/link-button'
import { Icon } from '../icons/icon'
import { Card } from '../page/card'
import { Progress } from '../value/progress'
import type { RunPlace } from './run'
import styles from './run.module.css'
import { runTexts } from './texts'

export interface RunViewProps {
  readonly run: Run
  /** What goes on, in words. */
  readonly running: string
  /** That nothing came of it, and why. */
  readonly failed: { readonly title: string; readonly hint: string }
  /** The address of a new run that begins with the settings of this one. */
  readonly again: { readonly to: string; readonly search: Readonly<Record<string, string>> }
  /** The result; null while there is none. */
  readonly children: ReactNode
}

/** How far a run is, what came of it, or why nothing did and the way to another one. */
export function RunView({ run, running, failed, again, children }: RunViewProps) {
  const t = useTexts(runTexts)
  const may = useMay()
  if (run.state === 'running')
    return (
      <Card>
        <Progress label={running} done={run.progress.done} total={run.progress.total} />
        <p className={styles.hint}>{t('runningHint')}</p>
      </Card>
    )
  if (children) return children
  return (
    <EmptyState
      scene="broken"
      {...failed}
      actions={
        may('segments:write') && (
          <LinkButton to={again.to} search={again.search as never} isPrimary>
            {t('again')}
          </LinkButton>
        )
      }
    />
  )
}

export interface RemoveRunProps extends RunPlace {
  readonly run: Run
  /** What goes with it. */
  readonly detail: string
  readonly remove: (id: string) => Promise<unknown>
}

/** Deletes a run and goes back to the list. */
export function RemoveRun({ run: { id, name }, detail, remove, path, queries }: RemoveRunProps) {
  const t = useTexts(runTexts)
  const client = useQueryClient()
  const navigate = useNavigate()
  return (
    <ConfirmButton
      icon={<Icon name="trash" size={16} />}
      title={t('removeTitle', { name })}
      detail={detail}
      verb={t('remove')}
      done={t('removed')}
      danger
      onConfirm={async () => {
        await remove(id)
        await navigate({ to: path })
        await client.invalidateQueries(queries)
      }}
    >
      {t('remove')}
    </ConfirmButton>
  )
}
