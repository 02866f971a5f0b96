import {
  defaultIdentifierKinds,
  fixedIdentifierKinds,
  identifierLimitMax,
  isSharedTrait,
} from '@rapport/contract'
import { Button, Checkbox, Form, Input, InputNumber } from 'antd'
import { useNamed, useTexts } from '../../../lib/texts'
import { Icon } from '../../../ui'
import styles from '../settings.module.css'
import { settingsTexts } from '../texts'
import { identityTexts } from './texts'

export interface KindRowProps {
  readonly name: number
  readonly isLast: boolean
  readonly mayEdit: boolean
  readonly onMove: (to: number) => void
  readonly onRemove: () => void
}

/** One kind of identifier: its name, its limit, and whether it may merge. */
export function KindRow({ name, isLast, mayEdit, onMove, onRemove }: KindRowProps) {
  const t = useTexts(identityTexts)
  const shared = useTexts(settingsTexts)
  const named = useNamed(identityTexts)
  const kind: string = Form.useWatch(['identifierKinds', name, 'kind']) ?? ''
  const label = named('kind', kind) || t('name')
  const isFixed = fixedIdentifierKinds.some((fixed) => fixed === kind)
  return (
    <div className={styles.row} data-kind={kind}>
      <KindName name={name} />
      <Form.Item
        name={[name, 'limit']}
        rules={[{ required: true, type: 'integer', min: 1, message: t('limitNeeded') }]}
      >
        <InputNumber
          min={1}
          max={identifierLimitMax}
          precision={0}
          suffix={t('limitUnit')}
          className={styles.figure}
          aria-label={`${t('limit')}: ${label}`}
        />
      </Form.Item>
      <Form.Item name={[name, 'merges']} valuePropName="checked">
        <Checkbox aria-label={`${t('merges')}: ${label}`}>{t('merges')}</Checkbox>
      </Form.Item>
      {mayEdit && (
        <span className={styles.buttons}>
          <Button
            type="text"
            icon={<Icon name="up" size={16} />}
            aria-label={`${t('up')}: ${label}`}
            disabled={name === 0}
            onClick={() => onMove(name - 1)}
          />
          <Button
            type="text"
            icon={<Icon name="down" size={16} />}
            aria-label={`${t('down')}: ${label}`}
            disabled={isLast}
            onClick={() => onMove(name + 1)}
          />
          <Button
            type="text"
            icon={<Icon name="trash" size={16} />}
            aria-label={`${shared('remove')}: ${label}`}
            title={isFixed ? t('fixed') : undefined}
            disabled={isFixed}
            onClick={onRemove}
          />
        </span>
      )}
    </div>
  )
}

/** The name of a given kind, or a field for one's own: known by the value the row began with. */
function KindName({ name }: { readonly name: number }) {
  const t = useTexts(identityTexts)
  const label = useNamed(identityTexts)
  const form = Form.useFormInstance()
  const kind: string = form.getFieldValue(['identifierKinds', name, 'kind']) ?? ''
  const isGiven = defaultIdentifierKinds.some((given) => given.kind === kind)
  const once = ({ getFieldValue }: { getFieldValue: (path: string[]) => unknown }) => ({
    validator: (_: unknown, value: string) => {
      const rows = getFieldValue(['identifierKinds']) as readonly { kind?: string }[]
      const count = rows.filter((row) => row?.kind === value).length
      if (count > 1) return Promise.reject(new Error(t('nameTwice')))
      return isSharedTrait(value) ? Promise.reject(new Error(t('nameShared'))) : Promise.resolve()
    },
  })
  return (
    <Form.Item
      name={[name, 'kind']}
      className={styles.wide}
      rules={[{ required: true, pattern: /^[a-z][a-z0-9_]{0,39}$/, message: t('nameRule') }, once]}
    >
      {isGiven ? <GivenKind label={label('kind', kind)} /> : <Input aria-label={t('name')} maxLength={40} />}
    </Form.Item>
  )
}

function GivenKind({ label }: { readonly label: string }) {
  return <span>{label}</span>
}
