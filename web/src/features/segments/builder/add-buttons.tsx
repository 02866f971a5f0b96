import { ruleLimits } from '@rapport/contract'
import { Button, Dropdown } from 'antd'
import { useTexts } from '../../../lib/texts'
import { Icon } from '../../../ui'
import styles from './builder.module.css'
import { type DraftGroup, type DraftNode, newGroup, newLeaf } from './draft'
import { hasRoom } from './edit'
import { leafTexts } from './leaf-texts'
import { leafNames, lookOf } from './leaves/rows'
import { traitLeaf } from './leaves/trait'
import { builderTexts } from './texts'

export interface AddButtonsProps {
  readonly group: DraftGroup
  readonly depth: number
  readonly onAdd: (node: DraftNode) => void
}

/** Attributes that are asked for so often that they are offered by themselves. */
const traitOffers = {
  lifecycle: { icon: 'refresh', trait: 'lifecycle_stage' },
  rfm: { icon: 'columns', trait: 'rfm_segment' },
} as const

/** What can be added to a group: buttons at the top, one menu inside. */
export function AddButtons({ group, depth, onAdd }: AddButtonsProps) {
  const t = useTexts(leafTexts)
  const built = useTexts(builderTexts)
  if (!hasRoom(group))
    return <p className={styles.everybody}>{t('full', { count: ruleLimits.groupMembersMax })}</p>
  const offers = [
    ...leafNames.map((name) => ({ name, icon: lookOf(name).icon, make: () => newLeaf(name) })),
    ...Object.entries(traitOffers).map(([name, { icon, trait }]) => ({
      name: name as keyof typeof traitOffers,
      icon,
      make: (): DraftNode => ({
        ...traitLeaf.create(),
        trait,
        condition: { type: 'text', op: 'is', values: [] },
      }),
    })),
    ...(depth < ruleLimits.groupDepthMax
      ? [{ name: 'group' as const, icon: 'table' as const, make: () => newGroup(opposite(group)) }]
      : []),
  ]
  if (depth === 1)
    return (
      <div className={styles.adds}>
        {offers.map(({ name, icon, make }) => (
          <Button
            key={name}
            icon={<Icon name={icon} size={15} />}
            title={t(`hint.${name}`)}
            onClick={() => onAdd(make())}
          >
            {t(`kind.${name}`)}
          </Button>
        ))}
      </div>
    )
  const items = offers.map(({ name, icon, make }) => ({
    key: name,
    icon: <Icon name={icon} size={15} />,
    label: t(`kind.${name}`),
    onClick: () => onAdd(make()),
  }))
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button type="text" size="small" className={styles.addHere} icon={<Icon name="plus" size={14} />}>
        {built('add')}
      </Button>
    </Dropdown>
  )
}

/** A group inside one of all is most often one of any, and the other way round. */
function opposite({ kind }: DraftGroup): DraftGroup['kind'] {
  return kind === 'all' ? 'any' : 'all'
}
