import { type Customer, type TraitDefinition, traitFamilies } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useMay } from '../../lib/session'
import { useNamed, useTexts } from '../../lib/texts'
import { Card, DateTime, Icon, Loading, StatusBadge, TraitValue, useTraitLabel } from '../../ui'
import { traitTexts } from '../../ui/trait/texts'
import styles from './customers.module.css'
import { traitsQuery } from './queries'
import { SourceName } from './source-name'
import { customerTexts } from './texts'
import { TraitEditor } from './trait-editor'
import { TraitHistory } from './trait-history'

/** Everything known, by family, each value with where it came from and when. */
export function AttributesTab({ customer }: { readonly customer: Customer }) {
  const t = useTexts(customerTexts)
  const may = useMay()
  const named = useNamed(traitTexts)
  const { data } = useQuery(traitsQuery)
  const [edited, setEdited] = useState<TraitDefinition | 'new' | null>(null)
  const [looked, setLooked] = useState<string | null>(null)
  if (!data) return <Loading rows={8} />
  const families = traitFamilies.filter(
    (family) =>
      family !== 'other' ||
      data.items.some((trait) => trait.family === 'other' && customer.traits[trait.name]),
  )
  return (
    <div className={styles.main}>
      {may('customers:write') && (
        <div>
          <Button icon={<Icon name="plus" size={15} />} onClick={() => setEdited('new')}>
            {t('addAttribute')}
          </Button>
        </div>
      )}
      {families.map((family) => {
        const traits = data.items.filter(
          (trait) => trait.family === family && customer.traits[trait.name] !== undefined,
        )
        const title = named('family', family)
        return (
          <Card key={family} title={title}>
            {traits.length === 0 ? (
              <p className="r-muted">{t('familyEmpty', { family: title })}</p>
            ) : (
              <TraitTable
                label={title}
                traits={traits}
                customer={customer}
                onEdit={setEdited}
                onHistory={setLooked}
              />
            )}
          </Card>
        )
      })}
      <TraitEditor customer={customer} trait={edited} onClose={() => setEdited(null)} />
      <TraitHistory
        customerId={customer.id}
        trait={looked}
        definitions={data.items}
        onClose={() => setLooked(null)}
      />
    </div>
  )
}

function TraitTable(props: {
  readonly label: string
  readonly traits: readonly TraitDefinition[]
  readonly customer: Customer
  readonly onEdit: (trait: TraitDefinition) => void
  readonly onHistory: (trait: string) => void
}) {
  const t = useTexts(customerTexts)
  const label = useTraitLabel()
  const may = useMay()
  const { traits, customer, onEdit, onHistory } = props
  return (
    <table className={styles.traits} aria-label={props.label}>
      <thead>
        <tr>
          <th scope="col" style={{ width: '26%' }}>
            {t('attribute')}
          </th>
          <th scope="col">{t('value')}</th>
          <th scope="col" style={{ width: '27%' }}>
            {t('source')}
          </th>
          <th style={{ width: 76 }}>
            <span className="r-hidden">{t('edit')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {traits.map((trait) => {
          const known = customer.traits[trait.name]
          if (!known) return null
          const name = label(trait.name)
          return (
            <tr key={trait.name}>
              <td>
                {name} <Sensitivity trait={trait} />
              </td>
              <td>
                <TraitValue trait={trait} value={known.value} />
              </td>
              <td className={styles.traitSource}>
                {trait.computed ? t('computed') : <SourceName source={known.source} />} ·{' '}
                <DateTime at={known.at} show="relative" />
              </td>
              <td className={styles.traitActs}>
                {!trait.computed && may('customers:write') && (
                  <button
                    type="button"
                    className={styles.iconButton}
                    onClick={() => onEdit(trait)}
                    aria-label={`${t('edit')} ${name}`}
                    title={t('edit')}
                  >
                    <Icon name="edit" size={16} />
                  </button>
                )}
                <button
                  type="button"
                  className={styles.iconButton}
                  onClick={() => onHistory(trait.name)}
                  aria-label={`${t('history')} ${name}`}
                  title={t('history')}
                >
                  <Icon name="clock" size={16} />
                </button>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function Sensitivity({ trait }: { readonly trait: TraitDefinition }) {
  const t = useTexts(customerTexts)
  if (trait.sensitivity !== 'sensitive') return null
  return <StatusBadge tone="warn">{t('sensitive')}</StatusBadge>
}
