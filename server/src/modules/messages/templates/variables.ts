import type { TraitDefinition, Variable } from '@rapport/contract'

/** Variables that are no traits. */
const systemVariables: readonly Variable[] = [
  { name: 'unsubscribe_url', group: 'system', type: 'text', isCertain: true },
  { name: 'preference_url', group: 'system', type: 'text', isCertain: true },
  { name: 'workspace.name', group: 'system', type: 'text', isCertain: true },
  { name: 'campaign.name', group: 'system', type: 'text', isCertain: true },
  { name: 'customer.id', group: 'system', type: 'text', isCertain: true },
]

const typeByTrait: Readonly<Record<TraitDefinition['type'], Variable['type']>> = {
  text: 'text',
  number: 'number',
  money: 'money',
  date: 'date',
  moment: 'date',
  boolean: 'flag',
  list: 'list',
  choice: 'text',
}

/** What a template may use: the workspace's traits as `customer.…`, and the system's own. */
export function variablesOf(traits: readonly TraitDefinition[]): Variable[] {
  const ofCustomer = traits.map(
    (trait): Variable => ({
      name: `customer.${trait.name}`,
      group: trait.computed ? 'computed' : 'customer',
      type: typeByTrait[trait.type],
      isCertain: trait.name === 'email',
    }),
  )
  return [...ofCustomer, ...systemVariables]
}
