import { type Import, importsApi } from '@rapport/contract'
import { useQueryClient } from '@tanstack/react-query'
import { call } from '../../../lib/api'
import { useMay } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, ConfirmButton, Notice } from '../../../ui'
import styles from '../imports.module.css'
import { importQuery } from '../queries'
import { importTexts } from '../texts'

const phases = ['reading', 'grouping', 'recording', 'settling'] as const

/** How far an import is, at what speed and for how long still. */
export function ProgressCard({ one }: { readonly one: Import }) {
  const t = useTexts(importTexts)
  const format = useFormat()
  const { progress } = one
  const share = progress?.share ?? 0
  const phase = progress?.phase ?? 'queued'
  return (
    <>
      <Card title={t('progress')} extra={<Cancel id={one.id} />}>
        <div className={styles.progress}>
          <div className={styles.progressHead}>
            <b className={styles.percent}>{format.percent(share, 0)}</b>
            <span className="r-muted">{t(`phase.${phase}`)}</span>
          </div>
          <div
            className={styles.track}
            role="progressbar"
            aria-label={t('progress')}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(share * 100)}
          >
            <div className={styles.trackBar} style={{ width: `${share * 100}%` }} />
          </div>
          <Pace one={one} />
          <ol className={styles.phases}>
            {(one.kind === 'orders' ? phases : phases.slice(2)).map((name) => (
              <li key={name} data-state={stateOf(name, phase)}>
                {t(`phase.${name}`)}
              </li>
            ))}
          </ol>
        </div>
      </Card>
      {one.attempts > 1 && <Notice tone="info">{t('resumed')}</Notice>}
      <p className="r-muted">{t('leaveHint')}</p>
    </>
  )
}

function Pace({ one: { progress } }: { readonly one: Import }) {
  const t = useTexts(importTexts)
  const format = useFormat()
  if (!progress) return null
  const { rowsDone, rowsTotal, rowsPerSecond, secondsLeft } = progress
  return (
    <div className={styles.pace}>
      <span className="r-num">
        {format.count(rowsDone)} / {format.count(rowsTotal)}
      </span>
      {rowsPerSecond > 0 && (
        <span className="r-num">{t('speed', { rows: format.count(rowsPerSecond) })}</span>
      )}
      {!!secondsLeft && <span>{t('timeLeft', { time: format.duration(secondsLeft * 1000) })}</span>}
    </div>
  )
}

function stateOf(name: (typeof phases)[number], current: string): 'done' | 'now' | 'later' {
  const at = phases.indexOf(name)
  const now = (phases as readonly string[]).indexOf(current)
  return at < now ? 'done' : at === now ? 'now' : 'later'
}

function Cancel({ id }: { readonly id: string }) {
  const t = useTexts(importTexts)
  const may = useMay()
  const queries = useQueryClient()
  if (!may('imports:write')) return null
  return (
    <ConfirmButton
      title={t('cancelTitle')}
      detail={t('cancelDetail')}
      verb={t('cancel')}
      keep={t('keepImporting')}
      done={t('cancelDone')}
      danger
      onConfirm={async () => {
        queries.setQueryData(importQuery(id).queryKey, await call(importsApi.cancel, { params: { id } }))
      }}
    >
      {t('cancel')}
    </ConfirmButton>
  )
}
