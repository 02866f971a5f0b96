import { messagesApi, type Variable } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Popover } from 'antd'
import { useState } from 'react'
import { call } from '../../../lib/api'
import { useNamed, useTexts } from '../../../lib/texts'
import { Icon, useTraitLabel } from '../../../ui'
import styles from '../templates.module.css'
import { templateTexts } from '../texts'
import { snippetOf } from './snippet'

const groups = ['customer', 'computed', 'system'] as const

export interface VariablePickerProps {
  readonly onPick: (snippet: string) => void
  /** Only the sign, for the end of a field. */
  readonly isSmall?: boolean
  readonly label: string
}

/** A button that opens the list of what a template may use, and gives what to write for it. */
export function VariablePicker({ onPick, isSmall = false, label }: VariablePickerProps) {
  const [isOpen, setOpen] = useState(false)
  const pick = (snippet: string) => {
    setOpen(false)
    onPick(snippet)
  }
  const button = isSmall ? (
    <Button type="text" size="small" icon={<Icon name="code" size={15} />} aria-label={label} />
  ) : (
    <Button size="small" icon={<Icon name="code" size={15} />}>
      {label}
    </Button>
  )
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={isOpen}
      onOpenChange={setOpen}
      content={<VariableList onPick={pick} />}
      destroyOnHidden
    >
      {button}
    </Popover>
  )
}

/** What a template may use; the same for every picker of the page. */
function useVariables() {
  return useQuery({
    queryKey: ['templates', 'variables'],
    queryFn: async ({ signal }) => (await call(messagesApi.listVariables, { signal })).items,
    staleTime: 60_000,
  })
}

function VariableList({ onPick }: { readonly onPick: (snippet: string) => void }) {
  const t = useTexts(templateTexts)
  const labelOf = useVariableLabel()
  const { data = [] } = useVariables()
  const [word, setWord] = useState('')
  const found = data.filter((variable) =>
    `${variable.name} ${labelOf(variable)}`.toLowerCase().includes(word.trim().toLowerCase()),
  )
  return (
    <div className={styles.picker}>
      <Input
        autoFocus
        allowClear
        value={word}
        placeholder={t('findVariable')}
        aria-label={t('findVariable')}
        prefix={<Icon name="search" size={15} />}
        onChange={(event) => setWord(event.target.value)}
      />
      <div className={styles.variables}>
        {found.length === 0 && <p className={styles.hint}>{t('noVariable')}</p>}
        {groups.map((group) => (
          <VariableGroup
            key={group}
            title={t(`group.${group}`)}
            variables={found.filter((variable) => variable.group === group)}
            labelOf={labelOf}
            onPick={onPick}
          />
        ))}
      </div>
    </div>
  )
}

function VariableGroup(props: {
  readonly title: string
  readonly variables: readonly Variable[]
  readonly labelOf: (variable: Variable) => string
  readonly onPick: (snippet: string) => void
}) {
  const t = useTexts(templateTexts)
  if (props.variables.length === 0) return null
  return (
    <>
      <h3>{props.title}</h3>
      {props.variables.map((variable) => (
        <button
          key={variable.name}
          type="button"
          className={styles.variable}
          onClick={() => props.onPick(snippetOf(variable, t('fallbackWord')))}
        >
          {props.labelOf(variable)}
          <code>{variable.name}</code>
        </button>
      ))}
    </>
  )
}

function useVariableLabel(): (variable: Variable) => string {
  const named = useNamed(templateTexts)
  const traitLabel = useTraitLabel()
  return ({ name, group }) => {
    const own = named('variable', name)
    if (group === 'system') return own === name ? name : own
    return traitLabel(name.replace(/^customer\./, ''))
  }
}
