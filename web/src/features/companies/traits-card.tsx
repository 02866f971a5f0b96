import type { Company } from '@rapport/contract'
import { Button } from 'antd'
import { useState } from 'react'
import { useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { Card, DateTime, Icon, TraitValue } from '../../ui'
import styles from './companies.module.css'
import { companyTexts } from './texts'
import { TraitForm } from './trait-form'
import { useCompanyTraitLabel } from './trait-label'

/** What senders and people said of it, each value with where it came from and when. */
export function TraitsCard({ company }: { readonly company: Company }) {
  const t = useTexts(companyTexts)
  const may = useMay()
  const [edited, setEdited] = useState<string | null>(null)
  const traits = Object.entries(company.traits).sort(([left], [right]) => (left < right ? -1 : 1))
  const add = (
    <Button size="small" icon={<Icon name="plus" size={14} />} onClick={() => setEdited('')}>
      {t('addTrait')}
    </Button>
  )
  return (
    <Card
      title={t('traits')}
      hint={t('traitsHint', { prefix: company.kind })}
      extra={may('customers:write') && add}
    >
      {traits.length === 0 ? (
        <p className="r-muted">{t('noTraits')}</p>
      ) : (
        <ul className={styles.traits} aria-label={t('traits')}>
          {traits.map(([name, trait]) => (
            <Trait
              key={name}
              name={name}
              trait={trait}
              onEdit={may('customers:write') && isEditable(trait.value) ? () => setEdited(name) : undefined}
            />
          ))}
        </ul>
      )}
      <TraitForm company={company} trait={edited} onClose={() => setEdited(null)} />
    </Card>
  )
}

function Trait(props: {
  readonly name: string
  readonly trait: Company['traits'][string]
  readonly onEdit?: () => void
}) {
  const { name, trait, onEdit } = props
  const t = useTexts(companyTexts)
  const label = useCompanyTraitLabel()(name)
  return (
    <li>
      <span className="r-muted">{label}</span>
      <span className={styles.value}>
        <TraitValue trait={{ name: '', type: typeOf(trait.value) }} value={trait.value} />
      </span>
      <span className={styles.said}>
        {sourceOf(trait.source)} · <DateTime at={trait.at} show="relative" />
      </span>
      {onEdit && (
        <Button
          type="text"
          size="small"
          icon={<Icon name="edit" size={15} />}
          aria-label={`${t('edit')} ${label}`}
          onClick={onEdit}
        />
      )}
    </li>
  )
}

const sourceOf = (source: string): string => source.replace(/^(user|api_key):/, '')

const isEditable = (value: unknown): boolean => typeof value !== 'object'

function typeOf(value: unknown): 'number' | 'boolean' | 'list' | 'text' {
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  return Array.isArray(value) ? 'list' : 'text'
}
