import type { CustomerRow } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { useTexts } from '../../lib/texts'
import { type Column, CustomerLink, DateTime, TraitValue, useTraitLabel } from '../../ui'
import { traitsQuery } from './queries'
import { customerTexts } from './texts'

export interface CustomerColumn extends Column<CustomerRow> {
  /** The value comes from a trait, so the API has to be asked for it. */
  readonly isTrait: boolean
}

/** Shown until somebody chooses otherwise. */
const shownFirst = ['phone', 'email', 'city', 'lifecycle_stage', 'orders', 'revenue', 'last_order_at']
/** Of those, what a card on a phone has room for. */
const onPhones = new Set(['phone', 'lifecycle_stage', 'orders', 'revenue'])
const textWidthMax = 160
const atTheEnd = new Set(['number', 'money'])

/** A column for the name, for each attribute that customers have, and for when they were seen. */
export function useCustomerColumns(): readonly CustomerColumn[] {
  const t = useTexts(customerTexts)
  const label = useTraitLabel()
  const { data } = useQuery(traitsQuery)
  const traits = (data?.items ?? []).filter(
    ({ name, sensitivity }) => name !== 'name' && sensitivity !== 'sensitive',
  )
  const ordered = [...traits].sort((one, other) => rank(one.name) - rank(other.name))
  return [
    {
      key: 'name',
      title: t('name'),
      shown: 'always',
      phone: 'title',
      isTrait: false,
      pinned: true,
      width: 200,
      render: ({ id, name }) => <CustomerLink id={id} name={name} />,
    },
    ...ordered.map(
      (trait): CustomerColumn => ({
        key: trait.name,
        title: label(trait.name),
        shown: shownFirst.includes(trait.name) ? 'default' : 'hidden',
        align: atTheEnd.has(trait.type) ? 'end' : 'start',
        isTrait: true,
        maxWidth: trait.type === 'text' ? textWidthMax : undefined,
        phone: shownFirst.includes(trait.name) && !onPhones.has(trait.name) ? 'none' : 'row',
        render: ({ traits: values }) => <TraitValue trait={trait} value={values[trait.name]} brief />,
      }),
    ),
    {
      key: 'lastSeenAt',
      title: t('lastSeen'),
      shown: 'default',
      isTrait: false,
      render: (row) => <DateTime at={row.lastSeenAt} show="relative" />,
    },
    {
      key: 'firstSeenAt',
      title: t('firstSeen'),
      shown: 'hidden',
      isTrait: false,
      render: (row) => <DateTime at={row.firstSeenAt} show="day" />,
    },
  ]
}

function rank(trait: string): number {
  const at = shownFirst.indexOf(trait)
  return at < 0 ? shownFirst.length : at
}
