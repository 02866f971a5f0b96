import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { type Texts, useTexts } from '../../lib/texts'
import { useProblemText } from '../feedback/error-state'
import { Notice } from '../feedback/notice'
import { LinkButton } from '../form/link-button'
import type { RunPlace } from './run'
import styles from './run.module.css'
import { runTexts } from './texts'

export interface RunFormProps {
  /** What is still missing, a sentence each; told when somebody tries to start. */
  readonly wrong: readonly string[]
  /** Where cancelling leads. */
  readonly back: string
  /** On the button that starts it. */
  readonly start: string
  readonly isStarting: boolean
  readonly onStart: () => void
  readonly children: ReactNode
}

/** The settings of a new run, in cards, with the way out and the start below. */
export function RunForm({ wrong, back, start, isStarting, onStart, children }: RunFormProps) {
  const t = useTexts(runTexts)
  const [isTried, setTried] = useState(false)
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (wrong.length === 0) onStart()
      }}
    >
      {children}
      {isTried && wrong.length > 0 && <Notice tone="bad">{wrong.join(' ')}</Notice>}
      <div className={styles.foot}>
        <LinkButton to={back}>{t('cancel')}</LinkButton>
        <Button type="primary" htmlType="submit" loading={isStarting}>
          {start}
        </Button>
      </div>
    </form>
  )
}

/** Starts a run and goes to it; `texts` has the sentences for what can go wrong. */
export function useStartRun<Input, K extends string>(
  { path, queries }: RunPlace,
  create: (input: Input) => Promise<{ readonly id: string }>,
  texts: Texts<K>,
) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const problem = useProblemText(texts)
  return useMutation({
    mutationFn: create,
    onSuccess: async ({ id }) => {
      await client.invalidateQueries(queries)
      await navigate({ to: `${path}/${id}` })
    },
    onError: (error) => void message.error(problem(error)),
  })
}
