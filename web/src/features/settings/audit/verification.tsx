import { type AuditVerdict, teamsApi } from '@rapport/contract'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { call } from '../../../lib/api'
import { useNamed, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Icon, Notice } from '../../../ui'
import styles from '../settings.module.css'
import { useTellProblem } from '../use-settings-problem'
import { auditTexts } from './texts'

/** Recomputes the chain of the log when asked to. */
export function useVerification() {
  const tell = useTellProblem()
  return useMutation({ mutationFn: () => call(teamsApi.verifyAudit), onError: tell })
}

export function VerifyButton({ verify }: { readonly verify: ReturnType<typeof useVerification> }) {
  const t = useTexts(auditTexts)
  return (
    <Button
      icon={<Icon name="shield" size={16} />}
      onClick={() => verify.mutate()}
      loading={verify.isPending}
    >
      {t('verify')}
    </Button>
  )
}

/** Whether the log is whole, or where it is broken. */
export function Verdict({ verdict }: { readonly verdict: AuditVerdict }) {
  const t = useTexts(auditTexts)
  const named = useNamed(auditTexts)
  const format = useFormat()
  if (!verdict.intact)
    return (
      <Notice tone="bad" title={t('broken', { number: verdict.brokenAt ?? 0 })}>
        {named('reason', verdict.reason ?? '')}
      </Notice>
    )
  return (
    <Notice tone="good" title={t('intact', { entries: format.count(verdict.entries) })}>
      {verdict.head && (
        <>
          <span className={styles.hash}>
            {t('head')} <code>{verdict.head}</code>
          </span>
          <br />
          {t('headHint')}
        </>
      )}
    </Notice>
  )
}
