import { type CampaignState, campaignStates } from '@rapport/contract'
import { describe, expect, it } from 'vitest'
import { afterMove, campaignMoves, isLaunched, mustMove } from './state'

describe('the states of a campaign', () => {
  it('leads from draft over launching and sending to done', () => {
    const path: CampaignState[] = ['draft']
    for (const move of ['launch', 'queued', 'pause', 'resume', 'finish'] as const)
      path.push(mustMove(path.at(-1)!, move))
    expect(path).toEqual(['draft', 'launching', 'sending', 'paused', 'sending', 'done'])
  })

  it('waits for its time when it is scheduled, and comes back to draft when taken back or refused', () => {
    expect(mustMove('draft', 'schedule')).toBe('scheduled')
    expect(mustMove('scheduled', 'begin')).toBe('launching')
    expect(mustMove('scheduled', 'unschedule')).toBe('draft')
    expect(mustMove('scheduled', 'refuse')).toBe('draft')
    expect(mustMove('launching', 'refuse')).toBe('draft')
  })

  it('can be cancelled from the schedule to the last message, and then nothing more happens', () => {
    const cancellable = campaignStates.filter((state) => afterMove(state, 'cancel') !== null)
    expect(cancellable).toEqual(['scheduled', 'launching', 'sending', 'paused'])
    for (const end of ['done', 'cancelled'] as const)
      expect(campaignMoves.filter((move) => afterMove(end, move) !== null)).toEqual([])
  })

  it('never sends again what was done or paused without somebody resuming it', () => {
    const intoSending = campaignStates.flatMap((state) =>
      campaignMoves.filter((move) => afterMove(state, move) === 'sending').map((move) => `${state} ${move}`),
    )
    expect(intoSending).toEqual(['launching queued', 'paused resume'])
  })

  it('says which move is impossible in which state', () => {
    expect(() => mustMove('done', 'resume')).toThrowError(
      expect.objectContaining({
        code: 'conflict',
        details: expect.objectContaining({ code: 'wrong_state' }),
      }),
    )
  })

  it('counts as launched once people are being assigned', () => {
    expect(campaignStates.filter(isLaunched)).toEqual(['launching', 'sending', 'paused', 'done', 'cancelled'])
  })
})
