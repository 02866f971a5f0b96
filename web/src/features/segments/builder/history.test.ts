import { describe, expect, it } from 'vitest'
import { commandOf } from './commands'
import { beginHistory, changed, changedPart, redone, undone } from './history'

describe('the history of a draft', () => {
  const typed = ['1', '12', '123'].reduce(
    (history, text, at) => changed(history, text, 'number', at * 100),
    beginHistory(''),
  )

  it('takes back a word typed as one step, and does it again', () => {
    expect(undone(typed).present).toBe('')
    expect(redone(undone(typed)).present).toBe('123')
  })

  it('keeps steps apart that lie far apart, or are of different parts', () => {
    expect(undone(changed(typed, '1234', 'number', 5_000)).present).toBe('123')
    expect(undone(changed(typed, 'x', 'other', 210)).present).toBe('123')
    expect(undone(changed(typed, 'x', null, 210)).present).toBe('123')
  })

  it('forgets what was taken back once something else is done', () => {
    const other = changed(undone(typed), 'other', null, 9_000)
    expect(redone(other)).toBe(other)
    expect(undone(undone(other)).present).toBe('')
  })

  it('tells the fields of one condition apart, so that what is chosen and what is typed next are two steps', () => {
    const compare = { op: 'at_least', value: 1 }
    const root = { of: [{ events: ['a'], compare }, { events: [] }] }
    const events = ['b']
    const chosen = { of: [{ events, compare }, root.of[1]] }
    const typed = { of: [{ events, compare: { ...compare, value: 2 } }, root.of[1]] }
    expect(changedPart(root, chosen)).toBe('of.0.events.0')
    expect(changedPart(chosen, typed)).toBe('of.0.compare.value')
    expect(changedPart(root, typed)).toBe('of.0')
    expect(changedPart(root, { of: [root.of[0]] })).toBe('of')
    expect(changedPart(root, root)).toBe('')
  })

  it('has nothing to take back at its beginning, and knows when nothing changed', () => {
    const begun = beginHistory('a')
    expect(undone(begun).present).toBe('a')
    expect(redone(begun).present).toBe('a')
    expect(changed(begun, 'a', null, 0)).toBe(begun)
  })
})

describe('keys', () => {
  const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }
  const press = (key: string, held: Partial<typeof none> = {}, onGrip = false) =>
    commandOf({ ...none, ...held, key }, onGrip)

  it('mean the same with Ctrl and with Command', () => {
    for (const held of [{ ctrlKey: true }, { metaKey: true }]) {
      expect(press('z', held)).toBe('undo')
      expect(press('Z', { ...held, shiftKey: true })).toBe('redo')
      expect(press('y', held)).toBe('redo')
      expect(press('d', held)).toBe('duplicate')
      expect(press('g', held)).toBe('wrap')
      expect(press('g', { ...held, shiftKey: true })).toBe('unwrap')
    }
    expect(press('ArrowUp', { altKey: true })).toBe('up')
    expect(press('ArrowDown', { altKey: true })).toBe('down')
  })

  it('that people type or walk with are left to the fields, and free on the handle', () => {
    for (const key of ['Backspace', 'Delete', 'ArrowUp', 'ArrowDown', 'z']) expect(press(key)).toBeNull()
    expect(press('Delete', {}, true)).toBe('remove')
    expect(press('ArrowDown', {}, true)).toBe('next')
    expect(press('Enter', {}, true)).toBeNull()
    expect(press('z', { ctrlKey: true, altKey: true })).toBeNull()
  })
})
