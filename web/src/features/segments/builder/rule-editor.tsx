import { type GroupRule, ruleLimits } from '@rapport/contract'
import { InputNumber, Segmented } from 'antd'
import { Fragment } from 'react'
import { useNamed, useTexts } from '../../../lib/texts'
import { AddButtons } from './add-buttons'
import styles from './builder.module.css'
import { type DraftGroup, isDraftGroup } from './draft'
import { leafTexts } from './leaf-texts'
import type { DraftLeaf } from './leaves'
import { lookOf } from './leaves/rows'
import { NodeActions, NodeGrip } from './node-menu'
import { builderTexts } from './texts'
import type { Draft } from './use-draft'
import { type Editing, useEditing } from './use-editing'

export interface RuleEditorProps {
  readonly draft: Draft
  /** What else is to be said of conditions, by their ids: what the server answered, what contradicts. */
  readonly remarks: ReadonlyMap<string, string>
  /** The segment that is being changed. */
  readonly segmentId?: string
}

/** The tree of conditions, to be read from top to bottom like a sentence. */
export function RuleEditor({ draft, remarks, segmentId }: RuleEditorProps) {
  const named = useNamed(leafTexts)
  const editing = useEditing(draft)
  const { open, faults } = draft.written
  const remarkOf = (id: string) => {
    const fault = faults.get(id)
    return fault === undefined ? remarks.get(id) : named('fault', fault)
  }
  return (
    <div ref={editing.place} data-draft onKeyDownCapture={editing.onKeyDown}>
      <Group group={draft.root} depth={1} parts={{ editing, open, remarkOf, segmentId }} />
      <p className="r-hidden" role="log">
        {editing.said}
      </p>
    </div>
  )
}

/** What every part of the tree needs. */
interface Parts {
  readonly editing: Editing
  readonly open: ReadonlySet<string>
  readonly remarkOf: (id: string) => string | undefined
  readonly segmentId?: string
}

interface GroupProps {
  readonly group: DraftGroup
  readonly depth: number
  readonly parts: Parts
}

function Group({ group, depth, parts }: GroupProps) {
  const t = useTexts(builderTexts)
  const isNested = depth > 1
  const { editing } = parts
  return (
    <fieldset
      className={styles.group}
      data-kind={group.kind}
      data-nested={isNested}
      data-open={parts.open.has(group.id)}
      data-node={isNested ? group.id : undefined}
    >
      <legend className="r-hidden">{t(`group.${group.kind}`)}</legend>
      <div className={styles.groupHead}>
        <span className={styles.pair} data-body>
          {isNested && <NodeGrip node={group} editing={editing} />}
          <GroupKind group={group} editing={editing} />
        </span>
        {isNested && <NodeActions node={group} editing={editing} />}
      </div>
      <Remark text={parts.remarkOf(group.id)} />
      {group.of.length === 0 && !isNested && <p className={styles.everybody}>{t('everybody')}</p>}
      <div className={styles.members}>
        {group.of.map((member, index) => (
          <Fragment key={member.id}>
            {index > 0 && (
              <span className={styles.joint} aria-hidden="true">
                {t(`joint.${group.kind}`)}
              </span>
            )}
            {isDraftGroup(member) ? (
              <Group group={member} depth={depth + 1} parts={parts} />
            ) : (
              <Leaf leaf={member} parts={parts} />
            )}
          </Fragment>
        ))}
      </div>
      <AddButtons group={group} depth={depth} onAdd={(node) => editing.add(group.id, node)} />
    </fieldset>
  )
}

const kinds = ['all', 'any', 'at_least', 'none'] as const satisfies readonly GroupRule['kind'][]

function GroupKind({ group, editing }: { readonly group: DraftGroup; readonly editing: Editing }) {
  const t = useTexts(builderTexts)
  const leaf = useTexts(leafTexts)
  const { kind, least } = group
  return (
    <>
      <Segmented<GroupRule['kind']>
        size="small"
        className={styles.kinds}
        value={kind}
        aria-label={t('groupLabel')}
        options={kinds.map((one) => ({ value: one, label: t(`group.${one}`) }))}
        onChange={(next) =>
          editing.change({ ...group, kind: next, least: next === 'at_least' ? (least ?? 1) : null })
        }
      />
      {kind === 'at_least' && (
        <>
          <span className={styles.word}>{leaf('least')}</span>
          <InputNumber
            size="small"
            className={styles.least}
            value={least}
            min={1}
            max={ruleLimits.groupMembersMax}
            precision={0}
            aria-label={leaf('leastLabel')}
            status={least === null ? 'warning' : undefined}
            onChange={(next) => editing.change({ ...group, least: next })}
          />
          <span className={styles.word}>{leaf('leastOf')}</span>
        </>
      )}
    </>
  )
}

function Leaf({ leaf, parts }: { readonly leaf: DraftLeaf; readonly parts: Parts }) {
  const { editing, open, remarkOf, segmentId } = parts
  const { Row } = lookOf(leaf.kind)
  const remark = remarkOf(leaf.id)
  return (
    <div
      className={styles.leaf}
      data-node={leaf.id}
      data-open={open.has(leaf.id)}
      data-wrong={remark !== undefined}
    >
      <NodeGrip node={leaf} editing={editing} />
      <div className={styles.leafBody} data-body>
        <Row node={leaf} onChange={editing.change} segmentId={segmentId} />
        <Remark text={remark} />
      </div>
      <NodeActions node={leaf} editing={editing} />
    </div>
  )
}

function Remark({ text }: { readonly text: string | undefined }) {
  return text === undefined ? null : (
    <p className={styles.fault} role="alert">
      {text}
    </p>
  )
}
