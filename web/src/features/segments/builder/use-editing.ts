import { ruleLimits } from '@rapport/contract'
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { useTexts } from '../../../lib/texts'
import { type Command, commandOf } from './commands'
import type { DraftGroup, DraftNode } from './draft'
import {
  addTo,
  changeNode,
  duplicateNode,
  moveNode,
  orderOf,
  removeNode,
  unwrapGroup,
  wrapNode,
} from './edit'
import { changedPart } from './history'
import { leafTexts } from './leaf-texts'
import type { Draft } from './use-draft'

/** What can be done with the parts of the draft, by mouse and by keys alike. */
export interface Editing {
  readonly change: (node: DraftNode) => void
  readonly add: (groupId: string, node: DraftNode) => void
  readonly run: (command: Command, id: string) => void
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  /** What was just done, for those who do not see it. */
  readonly said: string
  readonly place: RefObject<HTMLDivElement | null>
}

type Focus = { readonly id: string; readonly on: 'grip' | 'field' } | null

export function useEditing({ root, change, undo, redo }: Draft): Editing {
  const t = useTexts(leafTexts)
  const place = useRef<HTMLDivElement>(null)
  const [focus, setFocus] = useState<Focus>(null)
  const [said, setSaid] = useState('')
  useFocus(place, focus, () => setFocus(null))

  const apply = (next: DraftGroup, words: string, nextFocus: Focus, refusal = t('cannotMove')) => {
    if (next === root) return setSaid(refusal)
    change(next, null)
    setSaid(words)
    setFocus(nextFocus)
  }

  const run = (command: Command, id: string) => {
    const stay: Focus = { id, on: 'grip' }
    const tooDeep = t('cannotNest', { depth: ruleLimits.groupDepthMax })
    switch (command) {
      case 'undo':
        undo()
        return setSaid(t('saidUndone'))
      case 'redo':
        redo()
        return setSaid(t('saidRedone'))
      case 'duplicate': {
        const { root: next, copy } = duplicateNode(root, id)
        return apply(next, t('saidCopied'), copy && { id: copy.id, on: 'grip' })
      }
      case 'wrap':
        return apply(wrapNode(root, id), t('saidWrapped'), stay, tooDeep)
      case 'unwrap':
        return apply(unwrapGroup(root, id), t('saidUnwrapped'), null)
      case 'up':
      case 'down':
        return apply(moveNode(root, id, command), t('saidMoved'), stay)
      case 'remove':
        return apply(removeNode(root, id), t('saidRemoved'), besides(root, id))
      case 'next':
      case 'previous':
        return setFocus(step(root, id, command === 'next' ? 1 : -1))
    }
  }

  return {
    change: (node) => {
      const next = changeNode(root, node.id, () => node)
      change(next, changedPart(root, next))
    },
    add: (groupId, node) => apply(addTo(root, groupId, node), '', { id: node.id, on: 'field' }),
    run,
    onKeyDown: (event) => {
      const command = commandOf(event, isGrip(event.target))
      const id = idOf(event.target)
      if (command === null || command === 'undo' || command === 'redo' || id === null) return
      event.preventDefault()
      event.stopPropagation()
      run(command, id)
    },
    said,
    place,
  }
}

const isGrip = (target: EventTarget) => target instanceof Element && target.closest('[data-grip]') !== null

const idOf = (target: EventTarget) =>
  target instanceof Element ? (target.closest('[data-node]')?.getAttribute('data-node') ?? null) : null

function step(root: DraftGroup, id: string, by: 1 | -1): Focus {
  const order = orderOf(root)
  const next = order[order.indexOf(id) + by]
  return next ? { id: next, on: 'grip' } : null
}

/** Where the focus goes when a part is taken away: to what comes behind it, or else before it. */
function besides(root: DraftGroup, id: string): Focus {
  const left = new Set(orderOf(removeNode(root, id)))
  const order = orderOf(root)
  const at = order.indexOf(id)
  const next =
    order.slice(at).find((one) => left.has(one)) ??
    order
      .slice(0, at)
      .reverse()
      .find((one) => left.has(one))
  return next ? { id: next, on: 'grip' } : null
}

const fields = 'input, button, select, textarea'

function useFocus(place: RefObject<HTMLDivElement | null>, focus: Focus, done: () => void): void {
  useEffect(() => {
    if (!focus) return
    const node = place.current?.querySelector(`[data-node="${focus.id}"]`)
    const within = focus.on === 'grip' ? '[data-grip]' : `[data-body] :is(${fields})`
    const element = node?.querySelector<HTMLElement>(within)
    element?.focus()
    done()
  })
}
