import type { Nodes } from '../nodes'
import type { Mention } from './watch'

/** People, known by any of their nodes, and what is to be asked of them: the places of segments and own traits. */
export interface Question {
  readonly ids: readonly string[]
  readonly places: ReadonlySet<number>
}

/** Somebody, and the places to ask; those who are asked the same may share one list. */
export type AskedPerson = readonly [id: string, places: readonly number[]]

/** Puts people together of whom the same is to be asked; each person is in one question. */
export function questionsOf(asked: Iterable<AskedPerson>): Question[] {
  const placesOf = new Map<string, readonly number[]>()
  for (const [id, places] of asked) {
    const known = placesOf.get(id)
    placesOf.set(id, known && known !== places ? [...known, ...places] : places)
  }
  const byList = new Map<readonly number[], string[]>()
  for (const [id, places] of placesOf) {
    const same = byList.get(places)
    if (same) same.push(id)
    else byList.set(places, [id])
  }
  const questions = new Map<string, { ids: string[]; places: Set<number> }>()
  for (const [list, ids] of byList) {
    const places = new Set([...list].sort((left, right) => left - right))
    const same = questions.get([...places].join())
    if (same) for (const id of ids) same.ids.push(id)
    else if (places.size > 0) questions.set([...places].join(), { ids, places })
  }
  return [...questions.values()]
}

/** Gives the places that mentions call for; the same list of mentions has the same list of places. */
export function placesByMentions(
  byMention: ReadonlyMap<Mention, readonly number[]>,
): (mentions: readonly Mention[]) => readonly number[] {
  const known = new Map<readonly Mention[], readonly number[]>()
  return (mentions) => {
    const before = known.get(mentions)
    if (before) return before
    const places = [...new Set(mentions.flatMap((mention) => byMention.get(mention) ?? []))]
    known.set(mentions, places)
    return places
  }
}

/** Every place that is asked for. */
export function placesIn(questions: readonly Question[]): Set<number> {
  return new Set(questions.flatMap(({ places }) => [...places]))
}

/** Questions of at most so many people each, put together until they are that many. */
export function portionsOf(questions: readonly Question[], peopleMax: number): Question[][] {
  const portions: Question[][] = []
  let room = 0
  for (const { ids, places } of questions) {
    for (let from = 0; from < ids.length; ) {
      if (room === 0) {
        portions.push([])
        room = peopleMax
      }
      const some = ids.slice(from, from + room)
      portions.at(-1)?.push({ ids: some, places })
      from += some.length
      room -= some.length
    }
  }
  return portions
}

/** Profiles of today and all their nodes. */
export type People = Pick<Nodes, 'profileIds' | 'nodeIds'>

/** For whom each place is asked; places that the same questions name have the same people. */
export function peopleByPlace(questions: readonly Question[], nodes: Nodes): (place: number) => People {
  const nodesOfOwner = new Map<string, string[]>(nodes.profileIds.map((owner) => [owner, [owner]]))
  for (const [nodeId, owner] of nodes.ownerOf) nodesOfOwner.get(owner)?.push(nodeId)
  const known = new Map<string, People>()
  return (place) => {
    const naming = [...questions.keys()].filter((index) => questions[index]?.places.has(place))
    const key = naming.join()
    const before = known.get(key)
    if (before) return before
    const ids = naming.flatMap((index) => questions[index]?.ids ?? [])
    const profileIds = [...new Set(ids.map((id) => nodes.ownerOf.get(id) ?? id))]
    const people = { profileIds, nodeIds: profileIds.flatMap((owner) => nodesOfOwner.get(owner) ?? []) }
    known.set(key, people)
    return people
  }
}
