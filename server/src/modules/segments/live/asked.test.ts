import { describe, expect, it } from 'vitest'
import { peopleByPlace, placesByMentions, portionsOf, questionsOf } from './asked'

const shared = [2, 0]

describe('questions', () => {
  it('put people together of whom the same is asked, however often and in whatever order they are named', () => {
    const questions = questionsOf([
      ['ann', shared],
      ['bob', shared],
      ['bob', shared],
      ['cid', [0, 2, 2]],
      ['dan', [0]],
      ['dan', [2]],
      ['eve', [1]],
      ['eve', [1, 0]],
      ['nobody', []],
    ])
    expect(questions).toEqual([
      { ids: ['ann', 'bob', 'cid', 'dan'], places: new Set([0, 2]) },
      { ids: ['eve'], places: new Set([0, 1]) },
    ])
  })

  it('are cut into portions of so many people, each person once', () => {
    const questions = questionsOf([
      ['a', [0]],
      ['b', [0]],
      ['c', [0]],
      ['d', [1]],
      ['e', [1]],
    ])
    const portions = portionsOf(questions, 2)
    expect(portions.map((portion) => portion.map(({ ids, places }) => [ids, [...places]]))).toEqual([
      [[['a', 'b'], [0]]],
      [
        [['c'], [0]],
        [['d'], [1]],
      ],
      [[['e'], [1]]],
    ])
    expect(portionsOf([], 2)).toEqual([])
  })

  it('name for each place the profiles of today, once each, with all their nodes', () => {
    const questions = questionsOf([
      ['ann', [0, 1]],
      ['old ann', [1]],
      ['bob', [1]],
    ])
    const ownerOf = new Map([
      ['old ann', 'ann'],
      ['older ann', 'ann'],
    ])
    const nodes = { profileIds: ['ann', 'bob'], ownerOf, nodeIds: ['ann', 'bob', 'old ann', 'older ann'] }
    const people = peopleByPlace(questions, nodes)
    expect(people(0)).toEqual({ profileIds: ['ann'], nodeIds: ['ann', 'old ann', 'older ann'] })
    expect(people(1)).toEqual({
      profileIds: ['ann', 'bob'],
      nodeIds: ['ann', 'old ann', 'older ann', 'bob'],
    })
    expect(people(7)).toEqual({ profileIds: [], nodeIds: [] })
  })

  it('know the places that mentions call for, the same list for the same mentions', () => {
    const placesOf = placesByMentions(
      new Map([
        ['event track a', [0, 1]],
        ['trait city', [1]],
      ]),
    )
    const mentions = ['event track a', 'trait city', 'trait age']
    expect(placesOf(mentions)).toEqual([0, 1])
    expect(placesOf(mentions)).toBe(placesOf(mentions))
    expect(placesOf(['trait age'])).toEqual([])
  })
})
