import { Link, useRouterState } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import { useTexts } from '../../lib/texts'
import { Icon } from '../icons/icon'
import { uiTexts } from '../texts'
import styles from './page.module.css'
import { usePageTitle } from './page-title'

export interface Crumb {
  readonly label: string
  readonly to: string
}

export interface PageProps {
  readonly title: string
  /** Which page under this title is open, when there are several: the title of the browser's tab begins with it. */
  readonly place?: string
  /** Where this page is, from the top; the page itself is not among them. */
  readonly crumbs?: readonly Crumb[]
  /** One sentence on what the page is for. */
  readonly lead?: ReactNode
  /** Stands beside the title: a status, a count. */
  readonly badge?: ReactNode
  /** Buttons at the right, the main one last. */
  readonly actions?: ReactNode
  readonly tabs?: ReactNode
  /** At the left of the heading: a person's sign. */
  readonly mark?: ReactNode
  readonly width?: 'normal' | 'narrow' | 'wide'
  readonly children: ReactNode
}

/** The frame of every page: title of the tab, heading with breadcrumbs and actions, body. */
export function Page({ width = 'normal', place, children, ...header }: PageProps) {
  usePageTitle(place ? `${place} · ${header.title}` : header.title)
  const measure = width === 'normal' ? '' : styles[width]
  return (
    <div className={`${styles.page} ${measure}`}>
      <PageHeader {...header} />
      {children}
    </div>
  )
}

/** Breadcrumbs, heading, lead, actions, tabs. */
function PageHeader({
  mark,
  title,
  crumbs = [],
  lead,
  badge,
  actions,
  tabs,
}: Omit<PageProps, 'children' | 'width' | 'place'>) {
  return (
    <>
      <header className={styles.header}>
        {mark}
        <div className={styles.heading}>
          {crumbs.length > 0 && <Breadcrumbs crumbs={crumbs} />}
          <div className={styles.title}>
            <h1>{title}</h1>
            {badge}
          </div>
          {lead && <p className={styles.lead}>{lead}</p>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {tabs}
    </>
  )
}

function Breadcrumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  const t = useTexts(uiTexts)
  return (
    <nav aria-label={t('breadcrumbs')} className={styles.crumbs}>
      {crumbs.map((crumb, index) => (
        <Fragment key={crumb.to}>
          {index > 0 && <Icon name="chevronRight" size={12} />}
          <Link to={crumb.to} className={styles.crumb}>
            {crumb.label}
          </Link>
        </Fragment>
      ))}
    </nav>
  )
}

export interface PageTab {
  readonly to: string
  readonly label: string
  /** Only the exact address counts as here. */
  readonly exact?: boolean
}

/** The label of the tab that is open, for `Page`'s `place`. */
export function useOpenTab(tabs: readonly PageTab[]): string | undefined {
  const path = useRouterState({ select: ({ location }) => location.pathname })
  return tabs.find(({ to, exact }) => path === to || (!exact && path.startsWith(`${to}/`)))?.label
}

/** Tabs that are addresses: each is a page of its own that can be linked to. */
export function PageTabs({ tabs, label }: { readonly tabs: readonly PageTab[]; readonly label: string }) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs.map(({ to, label: text, exact = false }) => (
        <Link
          key={to}
          to={to}
          className={styles.tab}
          activeOptions={{ exact, includeSearch: false }}
          activeProps={{ 'data-current': true, 'aria-current': 'page' } as object}
        >
          {text}
        </Link>
      ))}
    </nav>
  )
}
