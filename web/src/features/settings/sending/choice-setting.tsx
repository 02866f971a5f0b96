import { type WorkspaceSettings, workspaceSettingsSchema } from '@rapport/contract'
import { Form } from 'antd'
import { useTexts } from '../../../lib/texts'
import { ChoiceCards } from '../../../ui'
import { FormCard } from '../form-card'
import { useSaveWorkspace } from '../use-workspace-settings'
import { sendingTexts } from './texts'

interface CardProps {
  readonly settings: WorkspaceSettings
}

const consentRules = workspaceSettingsSchema.shape.consentRule.unwrap().options
const uncertainRules = workspaceSettingsSchema.shape.uncertainMessages.unwrap().options

/** Whether a message needs a consent that was given, or only the absence of a no. */
export function ConsentCard({ settings: { consentRule } }: CardProps) {
  const t = useTexts(sendingTexts)
  const save = useSaveWorkspace()
  const choices = [...consentRules].reverse().map((value) => ({
    value,
    title: t(`consent.${value}`),
    hint: t(`consentHint.${value}`),
  }))
  return (
    <FormCard title={t('consent')} initial={{ consentRule }} onSave={save}>
      <Form.Item<CardProps['settings']> name="consentRule" noStyle>
        <RequiredChoice label={t('consent')} choices={choices} />
      </Form.Item>
    </FormCard>
  )
}

/** What becomes of the one message in flight at a crash. */
export function UncertainCard({ settings: { uncertainMessages } }: CardProps) {
  const t = useTexts(sendingTexts)
  const save = useSaveWorkspace()
  const choices = uncertainRules.map((value) => ({
    value,
    title: t(`uncertain.${value}`),
    hint: t(`uncertainHint.${value}`),
  }))
  return (
    <FormCard title={t('uncertain')} hint={t('uncertainHint')} initial={{ uncertainMessages }} onSave={save}>
      <Form.Item<CardProps['settings']> name="uncertainMessages" noStyle>
        <RequiredChoice label={t('uncertain')} choices={choices} />
      </Form.Item>
    </FormCard>
  )
}

/** Choice cards whose value and change come from the form around them. */
function RequiredChoice<V extends string>(props: {
  readonly label: string
  readonly choices: readonly { readonly value: V; readonly title: string; readonly hint: string }[]
  readonly value?: V
  readonly onChange?: (value: V) => void
}) {
  const { label, choices, value, onChange } = props
  return (
    <ChoiceCards
      label={label}
      choices={choices}
      value={value ?? null}
      onChange={(next) => onChange?.(next)}
    />
  )
}
