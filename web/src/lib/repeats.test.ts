import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRepeats } from './repeats'

describe('a change that is asked for twice', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is sent once while it is on its way and for a second after', async () => {
    const { join, sent } = changes()
    const answers = [join('POST /keys a'), join('POST /keys a')]
    expect(await Promise.all(answers)).toEqual([1, 1])
    vi.advanceTimersByTime(999)
    expect(await join('POST /keys a')).toBe(1)
    vi.advanceTimersByTime(1)
    expect(await join('POST /keys a')).toBe(2)
    expect(sent).toHaveLength(2)
  })

  it('is sent twice when it says something else, or something else was changed in between', async () => {
    const { join, sent } = changes()
    for (const change of ['on', 'off', 'on']) await join(change)
    expect(sent).toEqual(['on', 'off', 'on'])
  })

  it('does not lose the second when the first of two is forgotten', async () => {
    const { join, sent } = changes()
    await join('on')
    vi.advanceTimersByTime(600)
    await join('off')
    vi.advanceTimersByTime(600)
    await join('off')
    expect(sent).toEqual(['on', 'off'])
  })

  it('can be tried again at once when it failed', async () => {
    const join = createRepeats()
    await expect(join('POST /keys a', () => Promise.reject(new Error('away')))).rejects.toThrow('away')
    expect(await join('POST /keys a', () => Promise.resolve('made'))).toBe('made')
  })
})

function changes() {
  const repeats = createRepeats()
  const sent: string[] = []
  const join = (change: string) => repeats(change, async () => sent.push(change))
  return { join, sent }
}
