import type { SavedPlan } from '@rapport/contract'
import { useNavigate } from '@tanstack/react-router'
import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { useSearchState } from '../../../lib/search-state'
import { useMay } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { EmptyState, Icon, Notice, QueryView, TabSwitch } from '../../../ui'
import { DataFrame } from '../data-frame'
import { CheckDialog } from './check-dialog'
import { EventsPanel } from './events-panel'
import { ImportDialog } from './import-dialog'
import styles from './plan.module.css'
import { ProposeDialog } from './propose-dialog'
import { usePlan, useSavePlan } from './queries'
import { RulesPanel } from './rules-panel'
import { planTexts } from './texts'
import { VersionsPanel } from './versions-panel'
import { ViolationsPanel } from './violations-panel'

const tabs = ['events', 'violations', 'rules', 'versions'] as const
const stateSchema = z.object({ tab: z.enum(tabs).default('events') })
type DialogName = 'propose' | 'import' | 'check'

/** The tracking plan: what is declared, what broke it, what becomes of that, and how the plan came to be. */
export function PlanPage() {
  const t = useTexts(planTexts)
  const query = usePlan()
  const [dialog, setDialog] = useState<DialogName | null>(null)
  return (
    <DataFrame lead={t('lead')} actions={query.data && <Actions saved={query.data} onOpen={setDialog} />}>
      <QueryView query={query} rows={8}>
        {(saved) => (
          <>
            <Body saved={saved} onOpen={setDialog} />
            {dialog === 'propose' && <ProposeDialog saved={saved} onClose={() => setDialog(null)} />}
            {dialog === 'import' && <ImportDialog saved={saved} onClose={() => setDialog(null)} />}
            {dialog === 'check' && <CheckDialog onClose={() => setDialog(null)} />}
          </>
        )}
      </QueryView>
    </DataFrame>
  )
}

interface Opening {
  readonly saved: SavedPlan
  readonly onOpen: (dialog: DialogName) => void
}

function Actions({ saved, onOpen }: Opening) {
  const t = useTexts(planTexts)
  const navigate = useNavigate()
  const may = useMay()
  const items = [
    { key: 'check', label: t('check'), onClick: () => onOpen('check') },
    ...(may('data:write') ? [{ key: 'import', label: t('import'), onClick: () => onOpen('import') }] : []),
    ...(saved.version > 0 ? [{ key: 'export', label: t('export'), onClick: () => exportPlan(saved) }] : []),
  ]
  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']}>
        <Button
          icon={<Icon name="more" size={16} />}
          aria-label={t('moreActions')}
          title={t('moreActions')}
        />
      </Dropdown>
      {may('data:write') && (
        <>
          <Button onClick={() => onOpen('propose')}>{t('propose')}</Button>
          <Button
            type="primary"
            icon={<Icon name="plus" size={16} />}
            onClick={() => void navigate({ to: '/data/plan/event' })}
          >
            {t('newEvent')}
          </Button>
        </>
      )}
    </>
  )
}

function Body({ saved, onOpen }: Opening) {
  const t = useTexts(planTexts)
  const may = useMay()
  const [{ tab }, change] = useSearchState(stateSchema)
  if (saved.version === 0)
    return (
      <EmptyState
        scene="records"
        title={t('none')}
        hint={t('noneHint')}
        actions={
          may('data:write') && (
            <div className={styles.row}>
              <Button type="primary" onClick={() => onOpen('propose')}>
                {t('propose')}
              </Button>
              <Button onClick={() => onOpen('import')}>{t('import')}</Button>
            </div>
          )
        }
      />
    )
  return (
    <div className={styles.stack}>
      {!saved.plan.isOn && <OffNotice saved={saved} />}
      <TabSwitch
        label={t('tabs')}
        tabs={tabs.map((key) => ({ key, label: t(`tab.${key}`) }))}
        current={tab}
        onChange={(key) => change({ tab: key })}
      >
        <div className={styles.stack}>
          {tab === 'events' && <EventsPanel saved={saved} />}
          {tab === 'violations' && <ViolationsPanel />}
          {tab === 'rules' && <RulesPanel key={saved.version} saved={saved} />}
          {tab === 'versions' && <VersionsPanel saved={saved} />}
        </div>
      </TabSwitch>
    </div>
  )
}

function OffNotice({ saved }: { readonly saved: SavedPlan }) {
  const t = useTexts(planTexts)
  const may = useMay()
  const save = useSavePlan()
  return (
    <Notice
      tone="warn"
      title={t('isOff')}
      actions={
        may('data:write') && (
          <Button
            size="small"
            loading={save.isPending}
            onClick={() => save.mutate({ from: saved, plan: { ...saved.plan, isOn: true } })}
          >
            {t('turnOn')}
          </Button>
        )
      }
    >
      {t('isOffHint')}
    </Notice>
  )
}

/** Hands the plan to the browser as a file that the import reads. */
function exportPlan({ version, plan }: SavedPlan): void {
  const address = URL.createObjectURL(new Blob([JSON.stringify(plan, null, 2)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `tracking-plan-${version}.json`
  link.click()
  URL.revokeObjectURL(address)
}
