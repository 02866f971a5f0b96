import { Link, useRouterState } from '@tanstack/react-router'
import { useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { Icon } from '../../ui'
import { type NavigationItem, navigation } from '../navigation'
import { appTexts } from '../texts'
import styles from './shell.module.css'
import { UserMenu } from './user-menu'
import { WorkspaceSwitch } from './workspace-switch'

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** Workspace, search, places, person: the column at the left, or in the drawer. */
export function Sidebar({ onFind }: { readonly onFind: () => void }) {
  const t = useTexts(appTexts)
  const may = useMay()
  return (
    <>
      <WorkspaceSwitch />
      <button type="button" className={styles.find} onClick={onFind}>
        <Icon name="search" size={16} />
        {t('searchOrJump')}
        <kbd className={styles.kbd}>{isMac ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <nav className={styles.nav} aria-label={t('navigation')}>
        {navigation.map((group) => (
          <ul key={group[0]?.to} className={styles.group}>
            {group
              .filter(({ needs }) => may(needs))
              .map((item) => (
                <Place key={item.to} item={item} />
              ))}
          </ul>
        ))}
      </nav>
      <div className={styles.foot}>
        <UserMenu />
      </div>
    </>
  )
}

function Place({ item }: { readonly item: NavigationItem }) {
  const t = useTexts(appTexts)
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const isHere = isInside(item, path)
  const child = nearest(item.children ?? [], path)
  return (
    <li>
      <Link
        to={item.to}
        className={styles.item}
        data-here={isHere}
        aria-current={path === item.to ? 'page' : undefined}
      >
        <Icon name={item.icon} size={19} />
        {t(item.label)}
      </Link>
      {isHere && item.children && (
        <ul className={styles.children}>
          {item.children.map(({ to, label }) => (
            <li key={to} style={{ display: 'grid' }}>
              <Link
                to={to}
                className={styles.child}
                data-here={to === child}
                aria-current={path === to ? 'page' : undefined}
              >
                {t(label)}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

/** Whether the page at `path` belongs to this place: /customers/42 belongs to /customers, all of /data to Data. */
function isInside({ to, children = [] }: NavigationItem, path: string): boolean {
  const placeOf = (address: string) => address.split('/')[1] ?? ''
  return [to, ...children.map((child) => child.to)].some((address) => placeOf(address) === placeOf(path))
}

/** The place below which the page at `path` is: that of a result is the list it came from. */
function nearest(places: readonly { readonly to: string }[], path: string): string | undefined {
  return places
    .map(({ to }) => to)
    .filter((to) => path === to || path.startsWith(`${to}/`))
    .sort((one, other) => other.length - one.length)[0]
}
