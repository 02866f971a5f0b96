import { permissionsByRole, roles } from '@rapport/contract'
import { Fragment } from 'react'
import { appTexts } from '../../../app/texts'
import { useNamed, useTexts } from '../../../lib/texts'
import { Card, Icon, ScrollBox } from '../../../ui'
import styles from '../settings.module.css'
import { SettingsFrame } from '../settings-frame'
import { permissionGroups } from './permission-groups'
import { roleTexts } from './texts'

/** What each role may do: the permission table itself. */
export function RolesPage() {
  const t = useTexts(roleTexts)
  const named = useNamed(appTexts)
  return (
    <SettingsFrame lead={t('lead')}>
      <Card title={t('who')}>
        <dl className={styles.roleHint}>
          {roles.map((role) => (
            <div key={role}>
              <dt>{named('role', role)}</dt>
              <dd>{t(`hint.${role}`)}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card title={t('table')} flush>
        <Matrix />
      </Card>
    </SettingsFrame>
  )
}

function Matrix() {
  const t = useTexts(roleTexts)
  const named = useNamed(appTexts)
  return (
    <ScrollBox label={t('table')} className={styles.matrixBox}>
      <table className={styles.matrix}>
        <thead>
          <tr>
            <th scope="col">{t('permission')}</th>
            {roles.map((role) => (
              <th key={role} scope="col">
                {named('role', role)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {permissionGroups.map(({ group, permissions }) => (
            <Fragment key={group}>
              <tr className={styles.group}>
                <th scope="colgroup" colSpan={roles.length + 1}>
                  {t(`group.${group}`)}
                </th>
              </tr>
              {permissions.map((permission) => (
                <tr key={permission}>
                  <th scope="row">{t(`permission.${permission}`)}</th>
                  {roles.map((role) => (
                    <td key={role}>
                      <Answer isYes={permissionsByRole[role].includes(permission)} />
                    </td>
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}

function Answer({ isYes }: { readonly isYes: boolean }) {
  const t = useTexts(roleTexts)
  return (
    <>
      {isYes ? (
        <Icon name="check" size={16} />
      ) : (
        <span className={styles.no} aria-hidden="true">
          –
        </span>
      )}
      <span className="r-hidden">{isYes ? t('yes') : t('no')}</span>
    </>
  )
}
