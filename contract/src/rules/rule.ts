import { z } from 'zod'
import { traitRuleSchema } from './conditions'
import { eventRuleSchema, eventTimeRuleSchema, sequenceRuleSchema } from './events'
import { ruleLimits } from './limits'
import { distanceRuleSchema } from './place'
import { identifierRuleSchema, reachRuleSchema } from './standing'

/**
 * The rule language: one tree over traits and events that segments use, and that triggers, branches and report
 * filters will. A leaf that finds no value is false; `is_not`, `not_contains`, `has_none` and `is_not_set` are
 * the exact opposite of their positive forms, so they hold when there is no value.
 */

/** Whether another segment's rule holds, as that segment is defined at the moment of asking. */
export const segmentRuleSchema = z
  .strictObject({ kind: z.literal('segment'), op: z.enum(['in', 'not_in']), segmentId: z.uuid() })
  .meta({ id: 'RuleOverSegment' })
export type SegmentRule = z.infer<typeof segmentRuleSchema>

const leafSchemas = [
  traitRuleSchema,
  eventRuleSchema,
  eventTimeRuleSchema,
  sequenceRuleSchema,
  segmentRuleSchema,
  identifierRuleSchema,
  reachRuleSchema,
  distanceRuleSchema,
] as const
export type LeafRule = z.infer<(typeof leafSchemas)[number]>
type LeafRuleInput = z.input<(typeof leafSchemas)[number]>

export const groupKinds = ['all', 'any', 'none'] as const
export type GroupKind = (typeof groupKinds)[number]

/** All, any or none of its members hold. `all` of nothing is everybody. */
interface PlainGroup<Member> {
  kind: GroupKind
  of: Member[]
}

/** At least so many of its members hold. */
interface AtLeastGroup<Member> {
  kind: 'at_least'
  least: number
  of: Member[]
}
export type GroupRule = PlainGroup<Rule> | AtLeastGroup<Rule>
export type Rule = GroupRule | LeafRule
export type RuleInput = PlainGroup<RuleInput> | AtLeastGroup<RuleInput> | LeafRuleInput

/** A rule whose groups are at most so deep. Spelled out level by level, so that no input can nest the parser itself. */
function ruleOfDepth(groupDepth: number): z.ZodType<Rule, RuleInput> {
  if (groupDepth === 0) {
    return z
      .discriminatedUnion('kind', leafSchemas, {
        error: `a condition is expected here: groups nest ${ruleLimits.groupDepthMax} deep at most`,
      })
      .meta({ id: 'RuleLeaf' })
  }
  const of = z.array(ruleOfDepth(groupDepth - 1)).max(ruleLimits.groupMembersMax)
  const group = z.strictObject({ kind: z.enum(groupKinds), of })
  const atLeast = z
    .strictObject({
      kind: z.literal('at_least'),
      least: z.number().int().min(1).max(ruleLimits.groupMembersMax),
      of,
    })
    .refine(({ least, of: members }) => least <= members.length, {
      path: ['least'],
      error: 'asks for more conditions than the group has',
    })
  return z
    .discriminatedUnion('kind', [group, atLeast, ...leafSchemas])
    .meta({ id: `RuleOfDepth${groupDepth}` })
}

/** A whole rule, within every limit. */
export const ruleSchema: z.ZodType<Rule, RuleInput> = ruleOfDepth(ruleLimits.groupDepthMax)
  .refine((rule) => leavesOf(rule).length <= ruleLimits.leavesMax, {
    error: `a rule has at most ${ruleLimits.leavesMax} conditions`,
  })
  .refine((rule) => !hasEmptyChoice(rule), {
    error: 'a group of any or none needs at least one condition',
  })
  .meta({ id: 'Rule' })

/** The leaves of a rule from left to right. */
export function leavesOf(rule: Rule): LeafRule[] {
  return isGroup(rule) ? rule.of.flatMap(leavesOf) : [rule]
}

export function isGroup(rule: Rule): rule is GroupRule {
  return 'of' in rule
}

function hasEmptyChoice(rule: Rule): boolean {
  if (!isGroup(rule)) return false
  return (rule.kind !== 'all' && rule.of.length === 0) || rule.of.some(hasEmptyChoice)
}
