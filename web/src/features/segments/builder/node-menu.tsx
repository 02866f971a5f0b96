import { Button, Dropdown } from 'antd'
import { useTexts } from '../../../lib/texts'
import { Icon, type IconName } from '../../../ui'
import styles from './builder.module.css'
import type { Command } from './commands'
import { type DraftNode, isDraftGroup } from './draft'
import { leafTexts } from './leaf-texts'
import { lookOf } from './leaves/rows'
import { builderTexts } from './texts'
import type { Editing } from './use-editing'

interface NodeProps {
  readonly node: DraftNode
  readonly editing: Editing
}

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)
const mod = isMac ? '⌘' : 'Ctrl+'
const alt = isMac ? '⌥' : 'Alt+'

/** The handle of a condition: it shows the kind, holds the menu of what can be done, and is where plain keys work. */
export function NodeGrip({ node, editing }: NodeProps) {
  const t = useTexts(leafTexts)
  const built = useTexts(builderTexts)
  const isGroup = isDraftGroup(node)
  const kind = t(isGroup ? 'kind.group' : `kind.${node.kind}`)
  const item = (command: Command, label: string, keys: string) => ({
    key: command,
    label: (
      <span className={styles.option}>
        <span>{label}</span>
        <i>{keys}</i>
      </span>
    ),
    onClick: () => editing.run(command, node.id),
  })
  const items = [
    item('up', t('moveUp'), `${alt}↑`),
    item('down', t('moveDown'), `${alt}↓`),
    item('duplicate', built('duplicate'), `${mod}D`),
    item('wrap', t('wrap'), `${mod}G`),
    ...(isGroup ? [item('unwrap', t('unwrap'), isMac ? '⇧⌘G' : 'Ctrl+Shift+G')] : []),
    item('remove', built(isGroup ? 'removeGroup' : 'remove'), 'Delete'),
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']} autoFocus>
      <button type="button" data-grip className={styles.grip} title={kind} aria-label={t('handle', { kind })}>
        <Icon name={iconOf(node)} size={16} />
      </button>
    </Dropdown>
  )
}

function iconOf(node: DraftNode): IconName {
  return isDraftGroup(node) ? 'table' : lookOf(node.kind).icon
}

/** What is done most often, without the menu. */
export function NodeActions({ node, editing }: NodeProps) {
  const t = useTexts(builderTexts)
  const removeLabel = t(isDraftGroup(node) ? 'removeGroup' : 'remove')
  return (
    <span className={styles.nodeActions}>
      <Button
        type="text"
        size="small"
        icon={<Icon name="copy" size={15} />}
        aria-label={t('duplicate')}
        title={t('duplicate')}
        onClick={() => editing.run('duplicate', node.id)}
      />
      <Button
        type="text"
        size="small"
        icon={<Icon name="trash" size={15} />}
        aria-label={removeLabel}
        title={removeLabel}
        onClick={() => editing.run('remove', node.id)}
      />
    </span>
  )
}
