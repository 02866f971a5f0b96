import type { ReactNode } from 'react'
import { useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { Page, PageTabs, useOpenTab } from '../../ui'
import { dataTexts } from './texts'

/** The frame of every page of the data: heading and tabs. */
export function DataFrame(props: {
  readonly lead: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}) {
  const t = useTexts(dataTexts)
  const may = useMay()
  const tabs = [
    { to: '/data/events', label: t('events') },
    ...(may('segments:read') ? [{ to: '/data/traits', label: t('traits') }] : []),
    { to: '/data/plan', label: t('plan') },
    { to: '/data/quarantine', label: t('quarantine') },
    { to: '/data/duplicates', label: t('duplicates') },
    { to: '/data/flow', label: t('flow') },
    { to: '/data/connect', label: t('connect') },
  ]
  return (
    <Page
      title={t('title')}
      place={useOpenTab(tabs)}
      lead={props.lead}
      actions={props.actions}
      tabs={<PageTabs tabs={tabs} label={t('pages')} />}
    >
      {props.children}
    </Page>
  )
}
