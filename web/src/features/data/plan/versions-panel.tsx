import { type PlanChanges, type PlanVersion, type SavedPlan, trackingPlanApi } from '@rapport/contract'
import { call } from '../../../lib/api'
import { useMay } from '../../../lib/session'
import { useNamed, useTexts } from '../../../lib/texts'
import { type Column, ConfirmButton, DataTable, DateTime, useCursorList } from '../../../ui'
import styles from './plan.module.css'
import { useReloadPlan } from './queries'
import { planTexts } from './texts'

const namesShown = 4

/** Every version of the plan: who saved it, what it changed, and a way back. */
export function VersionsPanel({ saved }: { readonly saved: SavedPlan }) {
  const t = useTexts(planTexts)
  const may = useMay()
  const list = useCursorList({
    key: ['data', 'plan', 'versions'],
    load: (cursor, signal) => call(trackingPlanApi.versions, { signal, query: { cursor } }),
  })
  const columns: Column<PlanVersion>[] = [
    {
      key: 'version',
      title: t('version'),
      width: 110,
      phone: 'title',
      render: ({ version }) => t('versionNo', { version }),
    },
    {
      key: 'changes',
      title: t('changes'),
      render: ({ note, changes }) => (
        <div className={styles.changes}>
          {note && <span>{note}</span>}
          <Changes changes={changes} />
        </div>
      ),
    },
    { key: 'savedBy', title: t('savedBy'), width: 150, render: ({ savedBy }) => savedBy },
    { key: 'savedAt', title: t('savedAt'), width: 180, render: ({ savedAt }) => <DateTime at={savedAt} /> },
    ...(may('data:write')
      ? [
          {
            key: 'restore',
            title: '',
            width: 130,
            render: ({ version }: PlanVersion) =>
              version !== saved.version && <Restore version={version} current={saved.version} />,
          },
        ]
      : []),
  ]
  return (
    <DataTable
      label={t('tab.versions')}
      columns={columns}
      list={list}
      rowKey={({ version }) => String(version)}
      empty={{ title: t('versionsNone'), scene: 'records' }}
    />
  )
}

function Restore({ version, current }: { readonly version: number; readonly current: number }) {
  const t = useTexts(planTexts)
  const reload = useReloadPlan()
  const restore = async () => {
    const { plan } = await call(trackingPlanApi.version, { params: { version } })
    await call(trackingPlanApi.save, {
      body: { version: current, plan, note: `${t('restore')}: ${t('versionNo', { version })}` },
    })
    await reload()
  }
  return (
    <ConfirmButton
      size="small"
      title={t('restoreTitle', { version })}
      detail={t('restoreText')}
      verb={t('restore')}
      done={t('restored')}
      onConfirm={restore}
    >
      {t('restore')}
    </ConfirmButton>
  )
}

function Changes({ changes }: { readonly changes: PlanChanges }) {
  const t = useTexts(planTexts)
  const named = useNamed(planTexts)
  const listed = (names: readonly string[]) => {
    const shown = names.slice(0, namesShown).join(', ')
    return names.length > namesShown ? t('andMore', { names: shown, count: names.length }) : shown
  }
  const shortName = (key: string) => key.replace(/^track /, '')
  return (
    <>
      {(['added', 'removed', 'changed'] as const).map(
        (kind) =>
          changes[kind].length > 0 && (
            <span key={kind}>{t(`changes.${kind}`, { names: listed(changes[kind].map(shortName)) })}</span>
          ),
      )}
      {changes.settings.length > 0 && (
        <span>
          {t('changes.settings', {
            names: changes.settings.map((name) => named('setting', name)).join(', '),
          })}
        </span>
      )}
    </>
  )
}
