import type { Rule } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Drawer } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { CodeBox, Icon, QueryView, writeClipboard } from '../../../ui'
import { statementQuery } from '../queries'
import styles from './sql.module.css'
import { sqlTexts } from './texts'

/** A button that shows a rule as the SQL that finds its people. `rule` is null while it is not whole. */
export function SqlButton({ rule, size }: { readonly rule: Rule | null; readonly size?: 'small' }) {
  const t = useTexts(sqlTexts)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        size={size}
        icon={<Icon name="data" size={15} />}
        disabled={rule === null}
        title={rule === null ? t('notWhole') : undefined}
        onClick={() => setOpen(true)}
      >
        {t('show')}
      </Button>
      {rule && (
        <Drawer open={isOpen} size={760} title={t('title')} onClose={() => setOpen(false)} destroyOnHidden>
          <Statement rule={rule} />
        </Drawer>
      )}
    </>
  )
}

function Statement({ rule }: { readonly rule: Rule }) {
  const t = useTexts(sqlTexts)
  const format = useFormat()
  const { message } = App.useApp()
  const statement = useQuery(statementQuery(rule))
  const copy = async (sql: string) => {
    await writeClipboard(sql)
    void message.success(t('copied'))
  }
  return (
    <QueryView query={statement} rows={8}>
      {({ sql, evaluatedAt }) => (
        <div className={styles.statement}>
          <p className={styles.hint}>{t('hint', { at: format.momentExact(evaluatedAt) })}</p>
          <Button
            className={styles.copy}
            icon={<Icon name="copy" size={15} />}
            onClick={() => void copy(sql)}
          >
            {t('copy')}
          </Button>
          <CodeBox label={t('statement')} wrap>
            {sql}
          </CodeBox>
        </div>
      )}
    </QueryView>
  )
}
