import { expect, test } from 'vitest'
import { eachAtOnce } from './each-at-once'

const later = () => new Promise((resolve) => setImmediate(resolve))

test('answers in the order of the items, so many at once and no more', async () => {
  let underWay = 0
  let most = 0
  const doubled = await eachAtOnce([3, 1, 2, 5, 4], 2, async (turns) => {
    underWay += 1
    most = Math.max(most, underWay)
    for (let turn = 0; turn < turns; turn += 1) await later()
    underWay -= 1
    return turns * 2
  })
  expect(doubled).toEqual([6, 2, 4, 10, 8])
  expect(most).toBe(2)
  expect(await eachAtOnce([], 2, async () => 1)).toEqual([])
})

test('begins nothing more after a failure, and throws it once the others have ended', async () => {
  const begun: number[] = []
  const ended: number[] = []
  const work = eachAtOnce([1, 2, 3, 4], 2, async (item) => {
    begun.push(item)
    await later()
    if (item === 1) throw new Error('the disk is full')
    await later()
    ended.push(item)
  })
  await expect(work).rejects.toThrow('the disk is full')
  expect({ begun, ended }).toEqual({ begun: [1, 2], ended: [2] })
})
