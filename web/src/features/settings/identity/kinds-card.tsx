import { identifierKindsMax, type WorkspaceSettings } from '@rapport/contract'
import { Button, Form } from 'antd'
import { useTexts } from '../../../lib/texts'
import { Icon } from '../../../ui'
import { FormCard } from '../form-card'
import styles from '../settings.module.css'
import { useSaveWorkspace } from '../use-workspace-settings'
import { KindRow } from './kind-row'
import { identityTexts } from './texts'

type Kinds = Pick<WorkspaceSettings, 'identifierKinds'>

/** The kinds of identifier, the strongest first. */
export function KindsCard({ settings: { identifierKinds } }: { readonly settings: WorkspaceSettings }) {
  const t = useTexts(identityTexts)
  const save = useSaveWorkspace()
  return (
    <FormCard<Kinds> title={t('kinds')} hint={t('kindsHint')} initial={{ identifierKinds }} onSave={save}>
      <Form.List name="identifierKinds">
        {(fields, { add, remove, move }) => (
          <div className={styles.rows}>
            {fields.map(({ key, name }) => (
              <KindRow
                key={key}
                name={name}
                isLast={name === fields.length - 1}
                onMove={(to) => move(name, to)}
                onRemove={() => remove(name)}
                mayEdit={save !== undefined}
              />
            ))}
            {save && fields.length < identifierKindsMax && (
              <div>
                <Button
                  icon={<Icon name="plus" size={16} />}
                  onClick={() => add({ kind: '', limit: 1, merges: true })}
                >
                  {t('add')}
                </Button>
                <p className={styles.empty}>{t('addHint')}</p>
              </div>
            )}
          </div>
        )}
      </Form.List>
      <p className={styles.empty}>{t('mergesHint')}</p>
    </FormCard>
  )
}
