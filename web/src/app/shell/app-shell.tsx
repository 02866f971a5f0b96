import { Outlet, useRouterState } from '@tanstack/react-router'
import { Drawer } from 'antd'
import { Suspense, useEffect, useRef, useState } from 'react'
import { useSession } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { WorkspaceProvider } from '../../lib/workspace'
import { Icon, Mark, PageLoading } from '../../ui'
import { appTexts } from '../texts'
import { CommandPalette } from './command-palette'
import { NoWorkspace } from './no-workspace'
import styles from './shell.module.css'
import { Sidebar } from './sidebar'

/** The frame of the console, in the workspace that is open; for somebody who is in none, the way to get into one. */
export function AppShell() {
  const { workspace } = useSession()
  if (!workspace) return <NoWorkspace />
  return (
    <WorkspaceProvider value={workspace}>
      <Frame />
    </WorkspaceProvider>
  )
}

/** Navigation at the side (a drawer on phones), the page on its sheet, the palette above. */
function Frame() {
  const t = useTexts(appTexts)
  const [isMenuOpen, setMenuOpen] = useState(false)
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  const sheet = useRef<HTMLElement>(null)
  const path = useRouterState({ select: ({ location }) => location.pathname })

  usePaletteKey(() => setPaletteOpen(true))
  useFocusOnNavigation(path, sheet)
  // biome-ignore lint/correctness/useExhaustiveDependencies: going anywhere closes the drawer
  useEffect(() => setMenuOpen(false), [path])

  const find = () => {
    setMenuOpen(false)
    setPaletteOpen(true)
  }
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t('skip')}
      </a>
      <TopBar onMenu={() => setMenuOpen(true)} onFind={find} />
      <aside className={styles.side}>
        <Sidebar onFind={find} />
      </aside>
      <Drawer
        open={isMenuOpen}
        onClose={() => setMenuOpen(false)}
        placement="left"
        size={288}
        closable={false}
        title={null}
        aria-label={t('navigation')}
        styles={{ body: { padding: 14, background: 'var(--r-canvas)' } }}
      >
        <div className={styles.drawerSide}>
          <Sidebar onFind={find} />
        </div>
      </Drawer>
      <main id="content" ref={sheet} className={styles.sheet} tabIndex={-1}>
        <Suspense fallback={<PageLoading />}>
          <Outlet />
        </Suspense>
      </main>
      <CommandPalette isOpen={isPaletteOpen} onClose={() => setPaletteOpen(false)} />
    </div>
  )
}

function TopBar({ onMenu, onFind }: { readonly onMenu: () => void; readonly onFind: () => void }) {
  const t = useTexts(appTexts)
  const { workspace } = useSession()
  return (
    <header className={styles.topbar}>
      <button type="button" className={styles.round} onClick={onMenu} aria-label={t('openMenu')}>
        <Icon name="menu" size={22} />
      </button>
      <div className={styles.topbarName}>
        <Mark size={24} />
        <span>{workspace?.name ?? 'Rapport'}</span>
      </div>
      <button type="button" className={styles.round} onClick={onFind} aria-label={t('searchOrJump')}>
        <Icon name="search" size={20} />
      </button>
    </header>
  )
}

/** Ctrl-K, or Cmd-K on a Mac. */
function usePaletteKey(open: () => void): void {
  const latest = useRef(open)
  latest.current = open
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      latest.current()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

/** After going to another page the focus starts at its top, so that screen readers read it from there. */
function useFocusOnNavigation(path: string, sheet: React.RefObject<HTMLElement | null>): void {
  const last = useRef(path)
  useEffect(() => {
    if (last.current === path) return
    last.current = path
    sheet.current?.focus({ preventScroll: true })
  }, [path, sheet])
}
