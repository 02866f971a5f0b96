import type { Run } from '@rapport/contract'
import type { ReactNode } from 'react'
import { useTexts } from '../../lib/texts'
import { StatusBadge } from '../value/status-badge'
import { runTexts } from './texts'

const tones = { running: 'info', done: 'good', failed: 'bad' } as const

export interface RunBadgeProps {
  readonly state: Run['state']
  /** More than the word for the state. */
  readonly children?: ReactNode
}

/** Whether a run goes on, is done or failed. */
export function RunBadge({ state, children }: RunBadgeProps) {
  const t = useTexts(runTexts)
  return (
    <StatusBadge tone={tones[state]} busy={state === 'running'}>
      {children ?? t(`state.${state}`)}
    </StatusBadge>
  )
}
