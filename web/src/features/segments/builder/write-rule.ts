import { type Rule, ruleSchema } from '@rapport/contract'
import type { z } from 'zod'
import { type DraftGroup, type DraftNode, isDraftGroup } from './draft'
import { leafKind } from './leaves'

export interface WrittenRule {
  /** Null as long as something is missing or wrong. */
  readonly rule: Rule | null
  /** Ids of the parts that are not whole yet. */
  readonly open: ReadonlySet<string>
  /** What is wrong with parts that are filled in, in the words of the schema, by their ids. */
  readonly faults: ReadonlyMap<string, string>
}

/** The rule that a draft means, or which parts of it still need filling in. The schema of the wire decides. */
export function writeRule(root: DraftGroup): WrittenRule {
  const open = new Set<string>()
  const faults = new Map<string, string>()
  check(root, open, faults)
  if (open.size > 0 || faults.size > 0) return { rule: null, open, faults }
  const parsed = ruleSchema.safeParse(inputOf(root))
  if (parsed.success) return { rule: parsed.data, open, faults }
  return { rule: null, open, faults: new Map([[root.id, messageOf(parsed.error) ?? '']]) }
}

function check(node: DraftNode, open: Set<string>, faults: Map<string, string>): void {
  if (isDraftGroup(node)) {
    const isEmpty = node.of.length === 0 && node.kind !== 'all'
    if (isEmpty || (node.kind === 'at_least' && node.least === null)) open.add(node.id)
    else if (node.kind === 'at_least' && (node.least ?? 0) > node.of.length)
      faults.set(node.id, 'asks for more conditions than the group has')
    for (const member of node.of) check(member, open, faults)
    return
  }
  const kind = leafKind(node.kind)
  const parsed = kind.schema.safeParse(kind.write(node))
  if (parsed.success) return
  const message = parsed.error.issues.every(({ code }) => code === 'custom') && messageOf(parsed.error)
  if (message) faults.set(node.id, message)
  else open.add(node.id)
}

const messageOf = ({ issues }: z.ZodError) => issues.find(({ code }) => code === 'custom')?.message

function inputOf(node: DraftNode): object {
  if (!isDraftGroup(node)) return leafKind(node.kind).write(node)
  const of = node.of.map(inputOf)
  return node.kind === 'at_least' ? { kind: node.kind, least: node.least, of } : { kind: node.kind, of }
}
