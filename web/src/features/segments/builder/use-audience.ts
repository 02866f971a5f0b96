import type { AudienceEstimate, Rule, SegmentPreview } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { estimateQuery, previewQuery } from '../queries'

const typingPauseMs = 250
/** Fewer people are counted exactly before an estimate would be there. */
const manyPeople = 50_000

/** What is known of the people of the rule on the page, and of no earlier one. */
export interface Audience {
  /** The rule once editing paused; null while it goes on, or something is missing. */
  readonly rule: Rule | null
  readonly exact: SegmentPreview | null
  readonly estimate: AudienceEstimate | null
  readonly error: Error | null
}

/**
 * Asks for the people of a rule once editing pauses: the exact answer, and before it an estimate when there are many
 * people. When the rule changes, what was asked of the old one is called off.
 */
export function useAudience(rule: Rule | null, segmentId?: string): Audience {
  const settled = useSettled(rule)
  const [everybody, setEverybody] = useState<number | null>(null)
  const asked = settled === rule ? rule : null
  const exact = useQuery({
    ...previewQuery(asked ?? anybody, sampleSize, segmentId),
    enabled: asked !== null,
    retry: false,
  })
  const isWaiting = asked !== null && exact.isPending
  const estimate = useQuery({
    ...estimateQuery(asked ?? anybody),
    enabled: isWaiting && (everybody === null || everybody >= manyPeople),
    retry: false,
  })
  const counted = exact.data?.everybody ?? estimate.data?.everybody
  useEffect(() => {
    if (counted !== undefined) setEverybody(counted)
  }, [counted])
  if (asked === null) return { rule: null, exact: null, estimate: null, error: null }
  return {
    rule: asked,
    exact: exact.data ?? null,
    estimate: isWaiting ? (estimate.data ?? null) : null,
    error: exact.error,
  }
}

const sampleSize = 8
const anybody: Rule = { kind: 'all', of: [] }

/** The rule once editing pauses. */
function useSettled(rule: Rule | null): Rule | null {
  const [settled, setSettled] = useState(rule)
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(rule), typingPauseMs)
    return () => window.clearTimeout(timer)
  }, [rule])
  return settled
}
