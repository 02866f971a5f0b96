import type { Rule } from '@rapport/contract'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { commandOf } from './commands'
import { type DraftGroup, draftOf } from './draft'
import { beginHistory, changed, type History, redone, undone } from './history'
import { writeRule } from './write-rule'

/** The draft on the page: what it means so far, changing it, and taking changes back. */
export interface Draft {
  readonly root: DraftGroup
  readonly written: ReturnType<typeof writeRule>
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** `part` is what was changed: more of the same soon after is one step; null is a step of its own. */
  readonly change: (root: DraftGroup, part: string | null) => void
  readonly undo: () => void
  readonly redo: () => void
  /** Another rule in the place of this one, which can be taken back. */
  readonly replace: (rule: Rule) => void
}

export function useDraft(start: Rule): Draft {
  const [history, setHistory] = useState<History<DraftGroup>>(() => beginHistory(draftOf(start)))
  const undo = useCallback(() => setHistory(undone), [])
  const redo = useCallback(() => setHistory(redone), [])
  const change = useCallback(
    (root: DraftGroup, part: string | null) =>
      setHistory((before) => changed(before, root, part, Date.now())),
    [],
  )
  const replace = useCallback((rule: Rule) => change(draftOf(rule), null), [change])
  useKeysAnywhere(undo, redo)
  const root = history.present
  const written = useMemo(() => writeRule(root), [root])
  return {
    root,
    written,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    change,
    undo,
    redo,
    replace,
  }
}

/** Undo and redo wherever the focus is, but for texts of their own: their own history is meant there. */
function useKeysAnywhere(undo: () => void, redo: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const command = commandOf(event, false)
      if ((command !== 'undo' && command !== 'redo') || isWriting(event.target)) return
      event.preventDefault()
      if (command === 'undo') undo()
      else redo()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [undo, redo])
}

/** A text that is no part of the draft, or a search that has been begun. */
function isWriting(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true
  if (!(target instanceof HTMLInputElement)) return false
  const isInDraft = target.closest('[data-draft]') !== null
  return isInDraft ? target.role === 'combobox' && target.value !== '' : true
}
