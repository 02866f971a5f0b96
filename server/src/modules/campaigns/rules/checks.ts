import type { CampaignInput, LaunchCheck, LaunchCheckCode } from '@rapport/contract'
import { peoplePerGroupMin } from '@rapport/stats'

/** What the checks look at: the draft, and what its surroundings say of it. */
export interface LaunchFacts {
  readonly audience: 'none' | 'missing' | { readonly people: number; readonly reachable: number }
  readonly template: 'none' | 'missing' | { readonly errors: number; readonly warnings: number }
  /** `trouble` names what is wrong with a channel that is set up. */
  readonly channel: 'missing' | 'ready' | { readonly trouble: string }
  readonly holdoutShare: number
  readonly holdoutReason: string
  readonly schedule: { readonly isPast: boolean; readonly isAmbiguous: boolean }
  readonly conversion: Required<Pick<CampaignInput, 'conversionEvent'>> & { readonly isKnown: boolean }
}

/** Below this share of reachable people the audience is probably not the one that was meant. */
const reachableShareLow = 0.5

/** Everything that stops a launch or should be known before it, the errors first. */
export function checkLaunch(facts: LaunchFacts): LaunchCheck[] {
  const found = [
    ...checkAudience(facts),
    ...checkTemplate(facts),
    ...checkChannel(facts),
    ...checkHoldout(facts),
    ...checkSchedule(facts),
  ]
  return [
    ...found.filter(({ level }) => level === 'error'),
    ...found.filter(({ level }) => level !== 'error'),
  ]
}

/** True when none of the checks is an error. */
export function canLaunch(checks: readonly LaunchCheck[]): boolean {
  return checks.every(({ level }) => level !== 'error')
}

function checkAudience({ audience }: LaunchFacts): LaunchCheck[] {
  if (audience === 'none') return [error('no_audience')]
  if (audience === 'missing') return [error('segment_missing')]
  const { people, reachable } = audience
  if (people === 0) return [error('empty_audience')]
  if (reachable === 0) return [warning('nobody_reachable', { people })]
  return reachable / people < reachableShareLow ? [warning('few_reachable', { people, reachable })] : []
}

function checkTemplate({ template }: LaunchFacts): LaunchCheck[] {
  if (template === 'none') return [error('no_template')]
  if (template === 'missing') return [error('template_missing')]
  if (template.errors > 0) return [error('template_errors', { errors: template.errors })]
  return template.warnings > 0 ? [warning('template_warnings', { warnings: template.warnings })] : []
}

function checkChannel({ channel }: LaunchFacts): LaunchCheck[] {
  if (channel === 'missing') return [error('channel_missing')]
  return channel === 'ready' ? [] : [warning('channel_trouble', { problem: channel.trouble })]
}

/** Holding nobody out takes a reason; holding out a handful takes the answer away. */
function checkHoldout({ holdoutShare, holdoutReason, audience }: LaunchFacts): LaunchCheck[] {
  if (holdoutShare === 0)
    return [holdoutReason === '' ? error('holdout_without_reason') : warning('no_holdout')]
  if (typeof audience === 'string' || audience.people === 0) return []
  const people = Math.round(audience.people * holdoutShare)
  return people < peoplePerGroupMin
    ? [warning('small_holdout', { people, peopleMin: peoplePerGroupMin })]
    : []
}

function checkSchedule({ schedule, conversion }: LaunchFacts): LaunchCheck[] {
  return [
    ...(schedule.isPast ? [error('schedule_past')] : []),
    ...(schedule.isAmbiguous ? [warning('clock_change')] : []),
    ...(conversion.isKnown ? [] : [warning('unknown_event', { event: conversion.conversionEvent })]),
  ]
}

function error(code: LaunchCheckCode, details: LaunchCheck['details'] = {}): LaunchCheck {
  return { code, level: 'error', details }
}

function warning(code: LaunchCheckCode, details: LaunchCheck['details'] = {}): LaunchCheck {
  return { code, level: 'warning', details }
}
