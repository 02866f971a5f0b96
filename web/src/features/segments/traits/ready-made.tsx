import type { TraitDefinition } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { useNamed, useTexts } from '../../../lib/texts'
import { type Column, DataTable, listOf, QueryView, useTraitLabel } from '../../../ui'
import { allTraitsQuery } from './queries'
import { computedTexts } from './texts'
import styles from './traits.module.css'

/** The computed traits that come with the product, each in words. */
export function ReadyMadeTraits() {
  const t = useTexts(computedTexts)
  const columns = useColumns()
  return (
    <QueryView query={useQuery(allTraitsQuery)} rows={8}>
      {({ items }) => (
        <DataTable
          label={t('ready')}
          columns={columns}
          list={listOf(items.filter(({ computed, label }) => computed && label === undefined))}
          rowKey={({ name }) => name}
        />
      )}
    </QueryView>
  )
}

function useColumns(): Column<TraitDefinition>[] {
  const t = useTexts(computedTexts)
  const meaning = useNamed(computedTexts)
  const labelOf = useTraitLabel()
  return [
    {
      key: 'name',
      title: t('name'),
      phone: 'title',
      width: 240,
      render: ({ name }) => (
        <div className={styles.name}>
          <span>{labelOf(name)}</span>
          <code>{name}</code>
        </div>
      ),
    },
    { key: 'means', title: t('means'), render: ({ name }) => meaning('ready', name) },
    { key: 'values', title: t('values'), width: 90, render: ({ type }) => t(`type.${type}`) },
  ]
}
