import type { ReactNode } from 'react'
import { useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { Page, PageTabs } from '../../ui'
import { settingsTabs } from './tabs'
import { settingsTexts } from './texts'

export interface SettingsFrameProps {
  /** What this page of the settings is for. */
  readonly lead: ReactNode
  readonly actions?: ReactNode
  readonly width?: 'normal' | 'narrow'
  readonly children: ReactNode
}

/** The frame of every page of the settings: the heading and the tabs that the person may open. */
export function SettingsFrame({ lead, actions, width = 'normal', children }: SettingsFrameProps) {
  const t = useTexts(settingsTexts)
  const may = useMay()
  const tabs = settingsTabs
    .filter(({ needs }) => needs === null || may(needs))
    .map(({ to, label }) => ({ to, label: t(label) }))
  return (
    <Page
      title={t('title')}
      lead={lead}
      actions={actions}
      width={width}
      tabs={<PageTabs tabs={tabs} label={t('pages')} />}
    >
      {children}
    </Page>
  )
}
