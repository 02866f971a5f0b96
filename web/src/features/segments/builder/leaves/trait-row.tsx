import { traitPathSchema } from '@rapport/contract'
import { useTexts } from '../../../../lib/texts'
import { useTraitLabel } from '../../../../ui'
import { ConditionEditor } from '../condition-editor'
import { firstCondition, typeOfTrait } from '../operators'
import { PickOne } from '../pick'
import { builderTexts } from '../texts'
import { useTraitOptions, useTraitValues } from '../vocabulary'
import type { LeafRowProps } from './row'
import type { DraftTrait } from './trait'

/** A condition on what a customer is. */
export function TraitRow({ node, onChange }: LeafRowProps<DraftTrait>) {
  const t = useTexts(builderTexts)
  const { groups, definition } = useTraitOptions()
  const known = definition(node.trait)
  const type = known ? typeOfTrait(known.type) : node.condition.type
  const offered = useTraitValues(known)
  const label = useTraitLabel()
  const choose = (trait: string) => {
    const next = definition(trait)
    onChange({ ...node, trait, condition: firstCondition(next ? typeOfTrait(next.type) : 'text') })
  }
  return (
    <>
      <PickOne
        groups={groups}
        label={t('attribute')}
        placeholder={t('chooseTrait')}
        nameOf={label}
        valueOfTyped={(typed) => (traitPathSchema.safeParse(typed).success ? typed : null)}
        value={node.trait}
        onChange={choose}
      />
      {node.trait !== '' && (
        <ConditionEditor
          condition={node.condition}
          type={type}
          offered={offered}
          onChange={(condition) => onChange({ ...node, condition })}
        />
      )}
    </>
  )
}
