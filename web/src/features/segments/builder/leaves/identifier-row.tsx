import { identifierKindName } from '@rapport/contract'
import { Select } from 'antd'
import { useTexts } from '../../../../lib/texts'
import { leafTexts } from '../leaf-texts'
import { PickOne } from '../pick'
import type { DraftIdentifier } from './identifier'
import type { LeafRowProps } from './row'

/** Kinds of identifier that every workspace begins with; others are typed by their name. */
const offered = [
  'user_id',
  'email',
  'phone',
  'wechat_unionid',
  'wechat_openid',
  'member_card',
  'anonymous_id',
] as const
type Offered = (typeof offered)[number]

const isOffered = (kind: string): kind is Offered => offered.some((known) => known === kind)

/** A condition on which identifiers a customer has. */
export function IdentifierRow({ node, onChange }: LeafRowProps<DraftIdentifier>) {
  const t = useTexts(leafTexts)
  const nameOf = (kind: string) => (isOffered(kind) ? t(`id.${kind}`) : kind)
  const options = offered.map((kind) => ({
    value: kind,
    label: nameOf(kind),
    search: `${nameOf(kind)} ${kind}`,
  }))
  return (
    <>
      <Select
        value={node.op}
        aria-label={t('hasLabel')}
        popupMatchSelectWidth={false}
        options={(['has', 'has_not'] as const).map((op) => ({ value: op, label: t(`has.${op}`) }))}
        onChange={(op) => onChange({ ...node, op })}
      />
      <PickOne
        groups={[{ label: '', options }]}
        label={t('chooseIdentifier')}
        placeholder={t('chooseIdentifier')}
        nameOf={nameOf}
        valueOfTyped={(typed) => (identifierKindName.safeParse(typed).success ? typed : null)}
        value={node.idKind}
        onChange={(idKind) => onChange({ ...node, idKind })}
      />
    </>
  )
}
