import { useMutation } from '@tanstack/react-query'
import { App, Button, Form } from 'antd'
import { createContext, type ReactNode, useContext, useId, useState } from 'react'
import { useTexts } from '../../lib/texts'
import { Card, Notice } from '../../ui'
import styles from './settings.module.css'
import { settingsTexts } from './texts'
import { useSettingsProblem } from './use-settings-problem'

export interface FormCardProps<V extends object> {
  readonly title: string
  readonly hint?: ReactNode
  readonly initial: V
  /** Left out, the card can only be read. */
  readonly onSave?: (values: V) => Promise<unknown>
  readonly saveLabel?: string
  readonly savedText?: string
  /** Empties the fields after saving: for passwords. */
  readonly clears?: boolean
  readonly children: ReactNode
}

interface FormCardHandle<V extends object> {
  /** Fills in fields as if they were typed. */
  fill(values: Partial<V>): void
}

const handle = createContext<FormCardHandle<object> | null>(null)

/** What stands in a card may fill in its fields; null where the card can only be read. */
export function useFormCard<V extends object>(): FormCardHandle<V> | null {
  return useContext(handle) as FormCardHandle<V> | null
}

/** A card with a few settings and its own button, which wakes up when something was changed. */
export function FormCard<V extends object>(props: FormCardProps<V>) {
  const { title, hint, initial, onSave, clears = false, children } = props
  const t = useTexts(settingsTexts)
  const problem = useSettingsProblem()
  const { message } = App.useApp()
  const id = useId()
  const [form] = Form.useForm<V>()
  const [isChanged, setChanged] = useState(false)
  const save = useMutation({
    mutationFn: async (values: V) => onSave?.(values),
    onSuccess: () => {
      setChanged(false)
      if (clears) form.resetFields()
      void message.success(props.savedText ?? t('saved'))
    },
  })
  const fill = (values: object) => {
    form.setFieldsValue(values as Parameters<typeof form.setFieldsValue>[0])
    setChanged(true)
    void form.validateFields()
  }
  return (
    <Card title={title} hint={hint}>
      <Form<V>
        form={form}
        name={id}
        layout="vertical"
        requiredMark={false}
        disabled={!onSave}
        initialValues={initial}
        onValuesChange={() => setChanged(true)}
        onFinish={(values) => save.mutate(values)}
        className={styles.form}
      >
        <handle.Provider value={onSave ? { fill } : null}>{children}</handle.Provider>
        {save.error && <Notice tone="bad">{problem(save.error)}</Notice>}
        {onSave && (
          <div className={styles.foot}>
            <Button type="primary" htmlType="submit" disabled={!isChanged} loading={save.isPending}>
              {props.saveLabel ?? t('save')}
            </Button>
          </div>
        )}
      </Form>
    </Card>
  )
}
