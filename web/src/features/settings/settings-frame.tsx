import { type ReactNode, useEffect, useRef } from 'react'
import { useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { Page, type PageTab, PageTabs, useOpenTab } from '../../ui'
import styles from './settings.module.css'
import { settingsTabs } from './tabs'
import { settingsTexts } from './texts'

export interface SettingsFrameProps {
  /** What this page of the settings is for. */
  readonly lead: ReactNode
  readonly actions?: ReactNode
  /** Forms read better in a narrow column; the heading and the tabs stay where they are. */
  readonly isForm?: boolean
  readonly children: ReactNode
}

/** The frame of every page of the settings: the heading and the tabs that the person may open. */
export function SettingsFrame({ lead, actions, isForm = false, children }: SettingsFrameProps) {
  const t = useTexts(settingsTexts)
  const may = useMay()
  const tabs = settingsTabs
    .filter(({ needs }) => needs === null || may(needs))
    .map(({ to, label }) => ({ to, label: t(label) }))
  return (
    <Page
      title={t('title')}
      place={useOpenTab(tabs)}
      lead={lead}
      actions={actions}
      tabs={<Tabs tabs={tabs} label={t('pages')} />}
    >
      {isForm ? <div className={styles.column}>{children}</div> : children}
    </Page>
  )
}

/** The tabs; on a narrow screen the current one scrolls into sight. */
function Tabs(props: { readonly tabs: readonly PageTab[]; readonly label: string }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    place.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [])
  return (
    <div ref={place} className={styles.tabs}>
      <PageTabs {...props} />
    </div>
  )
}
