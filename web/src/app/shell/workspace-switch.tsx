import { Dropdown } from 'antd'
import { switchWorkspace, useSession } from '../../lib/session'
import { useNamed, useTexts } from '../../lib/texts'
import { Icon, Mark } from '../../ui'
import { appTexts } from '../texts'
import styles from './shell.module.css'

/** The name of the workspace, and the way into another one. */
export function WorkspaceSwitch() {
  const t = useTexts(appTexts)
  const named = useNamed(appTexts)
  const { me, workspace } = useSession()
  const items = me.workspaces.map(({ id, name, role }) => ({
    key: id,
    label: name,
    extra: named('role', role),
    onClick: () => void (id !== workspace?.id && switchWorkspace(id)),
  }))
  return (
    <Dropdown
      menu={{ items, selectedKeys: workspace ? [workspace.id] : [] }}
      trigger={['click']}
      disabled={items.length < 2}
    >
      <button
        type="button"
        className={styles.workspace}
        aria-label={`${t('switchWorkspace')}: ${workspace?.name ?? ''}`}
      >
        <Mark size={30} />
        <span className={styles.workspaceName}>
          <b>{workspace?.name ?? 'Rapport'}</b>
          <small>Rapport 知客</small>
        </span>
        {items.length > 1 && <Icon name="chevronDown" size={16} className={styles.caret} />}
      </button>
    </Dropdown>
  )
}
