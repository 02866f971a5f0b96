import { profilesApi, type TraitDefinition } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { call } from '../../lib/api'
import { useTexts } from '../../lib/texts'
import { DateTime, EmptyState, QueryView, TraitValue, useTraitLabel } from '../../ui'
import styles from './customers.module.css'
import { SourceName } from './source-name'
import { customerTexts } from './texts'

export interface TraitHistoryProps {
  readonly customerId: string
  /** Null is closed. */
  readonly trait: string | null
  readonly definitions: readonly TraitDefinition[]
  readonly onClose: () => void
}

/** Every value that an attribute took, the newest first: what was this on that day. */
export function TraitHistory({ customerId, trait, definitions, onClose }: TraitHistoryProps) {
  const t = useTexts(customerTexts)
  const label = useTraitLabel()
  const history = useQuery({
    queryKey: ['customer-details', customerId, 'history', trait],
    queryFn: ({ signal }) =>
      call(profilesApi.traitHistory, {
        params: { id: customerId },
        query: { trait: trait ?? undefined },
        signal,
      }),
    enabled: trait !== null,
  })
  const definition = definitions.find(({ name }) => name === trait) ?? {
    name: trait ?? '',
    type: 'text' as const,
  }
  return (
    <Drawer
      open={trait !== null}
      onClose={onClose}
      title={t('historyOf', { trait: label(trait ?? '') })}
      size={420}
    >
      <QueryView query={history}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState scene="records" title={t('historyEmpty')} compact />
          ) : (
            <ol className={styles.history}>
              {items.map(({ at, value, source }) => (
                <li key={`${at} ${JSON.stringify(value)}`} className={styles.historyItem}>
                  <strong>
                    {value === null ? t('cleared') : <TraitValue trait={definition} value={value} />}
                  </strong>
                  <span className={styles.traitSource}>
                    <DateTime at={at} show="exact" /> · <SourceName source={source} />
                  </span>
                </li>
              ))}
            </ol>
          )
        }
      </QueryView>
    </Drawer>
  )
}
