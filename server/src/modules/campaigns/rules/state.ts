import type { CampaignState } from '@rapport/contract'
import { Failure } from '../../../kernel/failure'

/**
 * What can happen to a campaign. `launch` and `schedule` are a person's; `begin` its time coming; `refuse` the checks
 * failing or the audience being empty when its time came; `queued` every message having its record; `finish` the last
 * message being settled.
 */
export const campaignMoves = [
  'launch',
  'schedule',
  'unschedule',
  'begin',
  'refuse',
  'queued',
  'pause',
  'resume',
  'finish',
  'cancel',
] as const
export type CampaignMove = (typeof campaignMoves)[number]

const machine: Readonly<Record<CampaignState, Partial<Record<CampaignMove, CampaignState>>>> = {
  draft: { launch: 'launching', schedule: 'scheduled' },
  scheduled: { begin: 'launching', refuse: 'draft', unschedule: 'draft', cancel: 'cancelled' },
  launching: { refuse: 'draft', queued: 'sending', cancel: 'cancelled' },
  sending: { pause: 'paused', finish: 'done', cancel: 'cancelled' },
  paused: { resume: 'sending', cancel: 'cancelled' },
  done: {},
  cancelled: {},
}

/** The state after a move; null when the move is not possible in this state. */
export function afterMove(state: CampaignState, move: CampaignMove): CampaignState | null {
  return machine[state][move] ?? null
}

/** The state after a move, or a `conflict` Failure that names both. */
export function mustMove(state: CampaignState, move: CampaignMove): CampaignState {
  const next = afterMove(state, move)
  if (next) return next
  throw new Failure('conflict', `a campaign that is ${state} cannot be moved by ${move}`, {
    code: 'wrong_state',
    state,
    move,
  })
}

/** Launched: people have been, or are being, assigned. */
export function isLaunched(state: CampaignState): boolean {
  return !(['draft', 'scheduled'] as readonly CampaignState[]).includes(state)
}
