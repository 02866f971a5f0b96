import type { ComputedTrait } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { ownTraitsQuery } from '../../../lib/own-traits'
import { useMay } from '../../../lib/session'
import { useLocale, useTexts } from '../../../lib/texts'
import {
  type Column,
  DataTable,
  DateTime,
  EmptyState,
  Icon,
  LinkButton,
  listOf,
  Page,
  QueryView,
  Section,
} from '../../../ui'
import { ReadyMadeTraits } from './ready-made'
import { TraitState } from './state'
import { computedTexts } from './texts'
import styles from './traits.module.css'

/** The traits that are computed: those that the workspace defined, and those that come with the product. */
export function TraitsPage() {
  const t = useTexts(computedTexts)
  const query = useQuery(ownTraitsQuery)
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      crumbs={[{ label: t('data'), to: '/data/events' }]}
      actions={<NewTrait />}
    >
      <div className={styles.stack}>
        <Section title={t('own')}>
          <QueryView query={query} rows={3}>
            {(traits) => (traits.length === 0 ? <NoTraits /> : <OwnTraits traits={traits} />)}
          </QueryView>
        </Section>
        <Section title={t('ready')}>
          <p className={styles.hint}>{t('readyLead')}</p>
          <ReadyMadeTraits />
        </Section>
      </div>
    </Page>
  )
}

function NewTrait() {
  const t = useTexts(computedTexts)
  const may = useMay()
  if (!may('segments:write')) return null
  return (
    <LinkButton to="/data/traits/new" isPrimary icon={<Icon name="plus" size={16} />}>
      {t('new')}
    </LinkButton>
  )
}

function NoTraits() {
  const t = useTexts(computedTexts)
  return <EmptyState scene="records" title={t('emptyTitle')} hint={t('emptyHint')} actions={<NewTrait />} />
}

function OwnTraits({ traits }: { readonly traits: readonly ComputedTrait[] }) {
  const t = useTexts(computedTexts)
  const navigate = useNavigate()
  return (
    <DataTable
      label={t('own')}
      columns={useColumns()}
      list={listOf(traits)}
      rowKey={({ key }) => key}
      onOpen={({ key }) => void navigate({ to: `/data/traits/${key}` })}
    />
  )
}

function useColumns(): Column<ComputedTrait>[] {
  const t = useTexts(computedTexts)
  const locale = useLocale()
  return [
    {
      key: 'name',
      title: t('name'),
      phone: 'title',
      width: 240,
      render: ({ key, label }) => (
        <div className={styles.name}>
          <Link to={`/data/traits/${key}`}>{label}</Link>
          <code>{key}</code>
        </div>
      ),
    },
    { key: 'means', title: t('means'), render: ({ sentence }) => sentence[locale] },
    { key: 'values', title: t('values'), width: 90, render: ({ valueType }) => t(`type.${valueType}`) },
    { key: 'state', title: t('state'), width: 130, render: (trait) => <TraitState trait={trait} /> },
    {
      key: 'updated',
      title: t('updated'),
      width: 130,
      phone: 'none',
      render: ({ updatedAt }) => <DateTime at={updatedAt} show="relative" />,
    },
  ]
}
