import { type GroupKind, groupKinds, ruleLimits } from '@rapport/contract'
import { Button, Dropdown, Segmented } from 'antd'
import { Fragment } from 'react'
import { useTexts } from '../../../lib/texts'
import { Icon } from '../../../ui'
import styles from './builder.module.css'
import { type DraftGroup, type DraftNode, isDraftGroup, newEvent, newGroup, newTrait } from './draft'
import { addTo, changeNode, duplicateNode, removeNode } from './edit'
import { EventRow } from './event-row'
import { KeptRow } from './kept-row'
import { builderTexts } from './texts'
import { TraitRow } from './trait-row'

export interface RuleEditorProps {
  readonly root: DraftGroup
  /** Parts that are not filled in yet. */
  readonly open: ReadonlySet<string>
  readonly onChange: (root: DraftGroup) => void
}

/** The tree of conditions, to be read from top to bottom like a sentence. */
export function RuleEditor({ root, open, onChange }: RuleEditorProps) {
  const editing: Editing = {
    open,
    change: (node) => onChange(changeNode(root, node.id, () => node)),
    add: (groupId, node) => onChange(addTo(root, groupId, node)),
    remove: (id) => onChange(removeNode(root, id)),
    duplicate: (id) => onChange(duplicateNode(root, id)),
  }
  return <Group group={root} depth={1} editing={editing} />
}

interface Editing {
  readonly open: ReadonlySet<string>
  readonly change: (node: DraftNode) => void
  readonly add: (groupId: string, node: DraftNode) => void
  readonly remove: (id: string) => void
  readonly duplicate: (id: string) => void
}

function Group(props: { readonly group: DraftGroup; readonly depth: number; readonly editing: Editing }) {
  const { group, depth, editing } = props
  const t = useTexts(builderTexts)
  return (
    <fieldset className={styles.group} data-kind={group.kind} data-nested={depth > 1}>
      <legend className="r-hidden">{t(`group.${group.kind}`)}</legend>
      <div className={styles.groupHead}>
        <Segmented<GroupKind>
          size="small"
          value={group.kind}
          aria-label={t('groupLabel')}
          options={groupKinds.map((kind) => ({ value: kind, label: t(`group.${kind}`) }))}
          onChange={(kind) => editing.change({ ...group, kind })}
        />
        {depth > 1 && <NodeActions node={group} editing={editing} removeLabel={t('removeGroup')} />}
      </div>
      {group.of.length === 0 && depth === 1 && <p className={styles.everybody}>{t('everybody')}</p>}
      <div className={styles.members}>
        {group.of.map((member, index) => (
          <Fragment key={member.id}>
            {index > 0 && (
              <span className={styles.joint} aria-hidden="true">
                {t(`joint.${group.kind}`)}
              </span>
            )}
            {isDraftGroup(member) ? (
              <Group group={member} depth={depth + 1} editing={editing} />
            ) : (
              <Leaf node={member} editing={editing} />
            )}
          </Fragment>
        ))}
      </div>
      <AddButtons group={group} depth={depth} editing={editing} />
    </fieldset>
  )
}

const leafIcons = { trait: 'user', event: 'clock', kept: 'segments' } as const
const leafTitles = { trait: 'attribute', event: 'behaviour', kept: 'kept' } as const

function Leaf({ node, editing }: { readonly node: DraftNode; readonly editing: Editing }) {
  const t = useTexts(builderTexts)
  if (isDraftGroup(node)) return null
  return (
    <div className={styles.leaf} data-open={editing.open.has(node.id)}>
      <span className={styles.leafIcon} title={t(leafTitles[node.kind])}>
        <Icon name={leafIcons[node.kind]} size={16} />
      </span>
      <div className={styles.leafBody}>
        {node.kind === 'trait' && <TraitRow node={node} onChange={editing.change} />}
        {node.kind === 'event' && <EventRow node={node} onChange={editing.change} />}
        {node.kind === 'kept' && <KeptRow rule={node.rule} />}
      </div>
      <NodeActions node={node} editing={editing} removeLabel={t('remove')} />
    </div>
  )
}

function NodeActions(props: {
  readonly node: DraftNode
  readonly editing: Editing
  readonly removeLabel: string
}) {
  const t = useTexts(builderTexts)
  const { node, editing, removeLabel } = props
  return (
    <span className={styles.nodeActions}>
      <Button
        type="text"
        size="small"
        icon={<Icon name="copy" size={15} />}
        aria-label={t('duplicate')}
        title={t('duplicate')}
        onClick={() => editing.duplicate(node.id)}
      />
      <Button
        type="text"
        size="small"
        icon={<Icon name="trash" size={15} />}
        aria-label={removeLabel}
        title={removeLabel}
        onClick={() => editing.remove(node.id)}
      />
    </span>
  )
}

function AddButtons(props: {
  readonly group: DraftGroup
  readonly depth: number
  readonly editing: Editing
}) {
  const t = useTexts(builderTexts)
  const { group, depth, editing } = props
  const isFull = group.of.length >= ruleLimits.groupMembersMax
  const mayNest = depth < ruleLimits.groupDepthMax
  if (isFull) return null
  const add = (node: DraftNode) => editing.add(group.id, node)
  if (depth > 1) {
    const items = [
      { key: 'trait', label: t('addTrait'), onClick: () => add(newTrait()) },
      { key: 'event', label: t('addEvent'), onClick: () => add(newEvent()) },
      ...(mayNest
        ? [{ key: 'group', label: t('addGroup'), onClick: () => add(newGroup(opposite(group))) }]
        : []),
    ]
    return (
      <Dropdown menu={{ items }} trigger={['click']}>
        <Button type="text" size="small" icon={<Icon name="plus" size={14} />}>
          {t('add')}
        </Button>
      </Dropdown>
    )
  }
  return (
    <div className={styles.adds}>
      <Button icon={<Icon name="user" size={15} />} onClick={() => add(newTrait())}>
        {t('addTrait')}
      </Button>
      <Button icon={<Icon name="clock" size={15} />} onClick={() => add(newEvent())}>
        {t('addEvent')}
      </Button>
      <Button icon={<Icon name="segments" size={15} />} onClick={() => add(newGroup(opposite(group)))}>
        {t('addGroup')}
      </Button>
    </div>
  )
}

/** A group inside one of all is most often one of any, and the other way round. */
function opposite({ kind }: DraftGroup): GroupKind {
  return kind === 'all' ? 'any' : 'all'
}
