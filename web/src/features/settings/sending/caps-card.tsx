import { frequencyCapSchema, type WorkspaceSettings } from '@rapport/contract'
import { Button, Form, InputNumber, Select } from 'antd'
import { useTexts } from '../../../lib/texts'
import { Icon } from '../../../ui'
import { FormCard } from '../form-card'
import styles from '../settings.module.css'
import { settingsTexts } from '../texts'
import { useSaveWorkspace } from '../use-workspace-settings'
import { sendingTexts } from './texts'

type Caps = Pick<WorkspaceSettings, 'frequencyCaps'>

const channels = frequencyCapSchema.shape.channel.options
const capsMax = 20

/** How many messages one customer may get in so many days. */
export function CapsCard({ settings: { frequencyCaps } }: { readonly settings: WorkspaceSettings }) {
  const t = useTexts(sendingTexts)
  const save = useSaveWorkspace()
  return (
    <FormCard<Caps> title={t('caps')} hint={t('capsHint')} initial={{ frequencyCaps }} onSave={save}>
      <Form.List name="frequencyCaps">
        {(fields, { add, remove }) => (
          <div className={styles.rows}>
            {fields.length === 0 && <p className={styles.empty}>{t('capsNone')}</p>}
            {fields.map(({ key, name }) => (
              <CapRow key={key} name={name} onRemove={() => remove(name)} />
            ))}
            {save && fields.length < capsMax && (
              <div>
                <Button
                  icon={<Icon name="plus" size={16} />}
                  onClick={() => add({ channel: 'any', days: 7, messages: 3 })}
                >
                  {t('addCap')}
                </Button>
              </div>
            )}
          </div>
        )}
      </Form.List>
    </FormCard>
  )
}

function CapRow({ name, onRemove }: { readonly name: number; readonly onRemove: () => void }) {
  const t = useTexts(sendingTexts)
  const shared = useTexts(settingsTexts)
  const options = channels.map((value) => ({ value, label: t(`channel.${value}`) }))
  return (
    <div className={styles.row}>
      <Form.Item name={[name, 'channel']} className={styles.wide}>
        <Select options={options} aria-label={t('capChannel')} />
      </Form.Item>
      <span>{t('capPrefix')}</span>
      <Form.Item name={[name, 'days']} rules={[{ required: true, message: t('capDays') }]}>
        <InputNumber min={1} max={365} precision={0} className={styles.figure} aria-label={t('capDays')} />
      </Form.Item>
      <span>{t('capIn')}</span>
      <Form.Item name={[name, 'messages']} rules={[{ required: true, message: t('capMessages') }]}>
        <InputNumber
          min={1}
          max={1_000}
          precision={0}
          className={styles.figure}
          aria-label={t('capMessages')}
        />
      </Form.Item>
      <span>{t('capUnit')}</span>
      <Button
        type="text"
        icon={<Icon name="trash" size={16} />}
        aria-label={shared('remove')}
        onClick={onRemove}
      />
    </div>
  )
}
