import type { ApiKey } from '@rapport/contract'
import { Button, Switch } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../../lib/texts'
import { useNow } from '../../../lib/use-now'
import { EmptyState, FilterBar, Icon, QueryView } from '../../../ui'
import styles from '../settings.module.css'
import { SettingsFrame } from '../settings-frame'
import { KeyTable } from './key-table'
import { NewKeyDialog } from './new-key-dialog'
import { type MadeKey, SecretDialog } from './secret-dialog'
import { keyTexts } from './texts'
import { stateOf, useKeys } from './use-keys'

/** The keys of the workspace and the way to make one. */
export function KeysPage() {
  const t = useTexts(keyTexts)
  const query = useKeys()
  const [isCreating, setCreating] = useState(false)
  const [made, setMade] = useState<MadeKey | null>(null)
  const show = (key: MadeKey) => {
    setCreating(false)
    setMade(key)
  }
  const create = (
    <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => setCreating(true)}>
      {t('create')}
    </Button>
  )
  return (
    <SettingsFrame lead={t('lead')} actions={create}>
      <QueryView query={query} rows={4}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState scene="records" title={t('none')} hint={t('noneHint')} />
          ) : (
            <Keys keys={items} />
          )
        }
      </QueryView>
      <NewKeyDialog isOpen={isCreating} onClose={() => setCreating(false)} onMade={show} />
      <SecretDialog made={made} onClose={() => setMade(null)} />
    </SettingsFrame>
  )
}

/** The keys that work; on request those that no longer do. */
function Keys({ keys }: { readonly keys: readonly ApiKey[] }) {
  const t = useTexts(keyTexts)
  const now = useNow()
  const [isAll, setAll] = useState(false)
  const valid = keys.filter((key) => stateOf(key, now) === 'valid')
  return (
    <>
      {valid.length < keys.length && (
        <FilterBar
          end={
            <span className={styles.row}>
              <Switch size="small" checked={isAll} onChange={setAll} aria-label={t('showAll')} />
              {t('showAll')}
            </span>
          }
        />
      )}
      <KeyTable keys={isAll ? keys : valid} />
    </>
  )
}
