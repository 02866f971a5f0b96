import { type Customer, type Merge, profilesApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '../../lib/api'
import { useMay } from '../../lib/session'
import { useNamed, useTexts } from '../../lib/texts'
import { useFormat } from '../../lib/use-format'
import { Card, type Column, ConfirmButton, CopyText, DataTable, DateTime, listOf, QueryView } from '../../ui'
import styles from './customers.module.css'
import { MergeButton } from './merge-button'
import { useAdoptCustomer } from './queries'
import { SourceName } from './source-name'
import { customerTexts } from './texts'

type Identifier = Customer['identifiers'][number]

/** By which ids the customer is known, and which merges made them who they are. */
export function IdentityTab({ customer }: { readonly customer: Customer }) {
  const t = useTexts(customerTexts)
  const named = useNamed(customerTexts)
  const may = useMay()
  const columns: Column<Identifier>[] = [
    { key: 'kind', title: t('attribute'), render: ({ kind }) => named('id', kind) },
    {
      key: 'value',
      title: t('value'),
      phone: 'title',
      render: ({ value }) => <CopyText text={value} code />,
    },
    { key: 'source', title: t('source'), render: ({ source }) => <SourceName source={source} /> },
    { key: 'at', title: t('firstSeenAt'), render: ({ firstSeenAt }) => <DateTime at={firstSeenAt} /> },
  ]
  return (
    <div className={styles.main}>
      <Card title={t('identifiers')} flush>
        <DataTable
          label={t('identifiers')}
          columns={columns}
          list={listOf(customer.identifiers)}
          rowKey={({ kind, value }) => `${kind} ${value}`}
          bare
        />
      </Card>
      <Card
        title={t('merges')}
        extra={
          <>
            <Link to="/data/duplicates">{t('reviewDuplicates')}</Link>
            {may('customers:write') && <MergeButton customer={customer} />}
          </>
        }
      >
        <Merges customer={customer} />
      </Card>
    </div>
  )
}

function Merges({ customer }: { readonly customer: Customer }) {
  const t = useTexts(customerTexts)
  const merges = useQuery({
    queryKey: ['customer-details', customer.id, 'merges'],
    queryFn: ({ signal }) => call(profilesApi.merges, { params: { id: customer.id }, signal }),
  })
  return (
    <QueryView query={merges}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="r-muted">{t('mergesEmpty')}</p>
        ) : (
          <ul className={styles.products}>
            {items.map((merge) => (
              <MergeLine key={merge.id} merge={merge} customerId={customer.id} />
            ))}
          </ul>
        )
      }
    </QueryView>
  )
}

function MergeLine({ merge, customerId }: { readonly merge: Merge; readonly customerId: string }) {
  const t = useTexts(customerTexts)
  const format = useFormat()
  const may = useMay()
  const adopt = useAdoptCustomer(customerId)
  const name = merge.absorbedName || merge.absorbedId.slice(0, 8)
  const undo = async () => adopt(await call(profilesApi.undoMerge, { params: { id: merge.id } }))
  return (
    <li className={styles.merge}>
      <div>
        <div>{t('mergedInto', { name })}</div>
        <div className={styles.traitSource}>
          <DateTime at={merge.mergedAt} /> · <Cause cause={merge.cause} />
        </div>
      </div>
      {merge.undoneAt && (
        <span className="r-muted">{t('undone', { at: format.moment(merge.undoneAt) })}</span>
      )}
      {!merge.undoneAt && may('customers:write') && (
        <ConfirmButton
          title={t('undoMergeAsk', { name })}
          detail={t('undoMergeDetail')}
          verb={t('undoMerge')}
          onConfirm={undo}
          done={t('mergeUndone')}
          disabled={!merge.canUndo}
          aria-description={merge.canUndo ? undefined : t('undoBlocked')}
        >
          {t('undoMerge')}
        </ConfirmButton>
      )}
    </li>
  )
}

/** `by user:林晓燕` was by hand; else the kind of identifier that both used. */
function Cause({ cause }: { readonly cause: string }) {
  const t = useTexts(customerTexts)
  if (!cause.startsWith('by ')) return <>{t('cause.shared_identifier')}</>
  return (
    <>
      {t('cause.manual')} · <SourceName source={cause.slice(3)} />
    </>
  )
}
