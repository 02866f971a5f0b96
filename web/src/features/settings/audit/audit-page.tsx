import type { AuditEntry } from '@rapport/contract'
import { useState } from 'react'
import { useTexts } from '../../../lib/texts'
import { SettingsFrame } from '../settings-frame'
import { AuditFilters } from './audit-filters'
import { AuditTable } from './audit-table'
import { EntryDrawer } from './entry-drawer'
import { auditTexts } from './texts'
import { useAuditFilter, useAuditList } from './use-audit'
import { useVerification, Verdict, VerifyButton } from './verification'

/** Who changed what, and whether the log is whole. */
export function AuditPage() {
  const t = useTexts(auditTexts)
  const [filter, change] = useAuditFilter()
  const list = useAuditList(filter)
  const [opened, setOpened] = useState<AuditEntry | null>(null)
  const verify = useVerification()
  return (
    <SettingsFrame lead={t('lead')} actions={<VerifyButton verify={verify} />}>
      {verify.data && <Verdict verdict={verify.data} />}
      <AuditFilters filter={filter} onChange={change} />
      <AuditTable list={list} onOpen={setOpened} />
      <EntryDrawer entry={opened} onClose={() => setOpened(null)} />
    </SettingsFrame>
  )
}
