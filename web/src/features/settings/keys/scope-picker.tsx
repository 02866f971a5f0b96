import { type Permission, permissionsByRole } from '@rapport/contract'
import { Button, Checkbox } from 'antd'
import { useMay } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { useGrantableRoles } from '../members/use-members'
import { permissionGroups } from '../roles/permission-groups'
import { roleTexts } from '../roles/texts'
import styles from '../settings.module.css'
import { keyTexts } from './texts'

/** Chooses permissions, each or as a role has them; only those that the person has. */
export function ScopePicker(props: {
  readonly value?: readonly Permission[]
  readonly onChange?: (scopes: readonly Permission[]) => void
}) {
  const { value = [], onChange } = props
  const t = useTexts(keyTexts)
  const name = useTexts(roleTexts)
  const may = useMay()
  const presets = useGrantableRoles()
  const toggle = (permission: Permission) =>
    onChange?.(
      value.includes(permission) ? value.filter((other) => other !== permission) : [...value, permission],
    )
  return (
    <div className={styles.scopes}>
      <div className={styles.row}>
        <span className="r-muted">{t('preset')}</span>
        {presets.map(({ value: role, label }) => (
          <Button key={role} size="small" onClick={() => onChange?.(permissionsByRole[role])}>
            {label}
          </Button>
        ))}
      </div>
      {permissionGroups.map(({ group, permissions }) => (
        <fieldset key={group}>
          <legend>{name(`group.${group}`)}</legend>
          <div className={styles.boxes}>
            {permissions.filter(may).map((permission) => (
              <Checkbox
                key={permission}
                checked={value.includes(permission)}
                onChange={() => toggle(permission)}
              >
                {name(`permission.${permission}`)}
              </Checkbox>
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  )
}
