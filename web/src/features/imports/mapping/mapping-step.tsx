import {
  type Import,
  type ImportChanges,
  importKinds,
  importsApi,
  missingImportTargets,
} from '@rapport/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Segmented } from 'antd'
import { useState } from 'react'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, Notice, useProblemText, Wizard, type WizardStep } from '../../../ui'
import styles from '../imports.module.css'
import { importQuery } from '../queries'
import { importTexts } from '../texts'
import { ColumnList } from './column-list'
import { FormatCard } from './format-card'
import { OptionsCard } from './options-card'
import { useTargetName } from './targets'

export interface MappingStepProps {
  readonly one: Import
  readonly steps: readonly WizardStep[]
  readonly onNext: () => void
}

/** What each column means. Kept here until one goes on; a change of how the file is read is asked for at once. */
export function MappingStep({ one, steps, onNext }: MappingStepProps) {
  const t = useTexts(importTexts)
  const navigate = useNavigate()
  const [draft, setDraft] = useState({ columns: one.columns, options: one.options })
  const { change, isBusy } = useChange(one.id)
  const missing = missingImportTargets(one.kind, draft.columns, draft.options)
  const twice = doubled(draft.columns.map(({ target }) => target))
  const goOn = async () => {
    const columns = draft.columns.map(({ index, header, target, type }) => ({ index, header, target, type }))
    if (await change({ columns, options: draft.options })) onNext()
  }
  return (
    <Wizard
      steps={steps}
      current="mapping"
      onStep={() => void navigate({ to: '/imports/new' })}
      onNext={() => void goOn()}
      nextLabel={t('nextPreview')}
      canGoOn={missing.length === 0 && twice === null}
      isBusy={isBusy}
    >
      <KindBar one={one} onChange={(kind) => void change({ kind })} />
      <Missing missing={missing} twice={twice} />
      <Card title={t('columns')} hint={t('columnsHint')} flush>
        <ColumnList
          kind={one.kind}
          columns={draft.columns}
          onChange={(columns) => setDraft((before) => ({ ...before, columns }))}
        />
      </Card>
      <FormatCard
        key={JSON.stringify(one.format)}
        format={one.format}
        isBusy={isBusy}
        onChange={(format) => void change({ format })}
      />
      <OptionsCard
        kind={one.kind}
        options={draft.options}
        onChange={(options) =>
          setDraft((before) => ({ ...before, options: { ...before.options, ...options } }))
        }
      />
    </Wizard>
  )
}

/** Saves a change and shows what came of it; false when it was refused. */
function useChange(id: string) {
  const queries = useQueryClient()
  const problemText = useProblemText(importTexts)
  const { message } = App.useApp()
  const [isBusy, setBusy] = useState(false)
  const change = async (body: ImportChanges): Promise<boolean> => {
    setBusy(true)
    try {
      queries.setQueryData(importQuery(id).queryKey, await call(importsApi.change, { params: { id }, body }))
      return true
    } catch (error) {
      void message.error(problemText(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { change, isBusy }
}

function KindBar({
  one,
  onChange,
}: {
  readonly one: Import
  readonly onChange: (kind: Import['kind']) => void
}) {
  const t = useTexts(importTexts)
  const format = useFormat()
  return (
    <div className={styles.kindBar}>
      <Segmented
        aria-label={t('whatIsIt')}
        value={one.kind}
        options={importKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        onChange={onChange}
      />
      <span className="r-muted">
        {t('fileFacts', { rows: format.count(one.rowsTotal), size: format.bytes(one.fileBytes) })}
      </span>
    </div>
  )
}

function Missing(props: { readonly missing: readonly string[][]; readonly twice: string | null }) {
  const t = useTexts(importTexts)
  const name = useTargetName()
  if (props.twice) return <Notice tone="warn" title={t('twice', { target: name(props.twice) })} />
  if (props.missing.length === 0) return null
  const targets = props.missing.map((one) => one.map(name).join(t('or')))
  return (
    <Notice tone="warn" title={t('needed', { targets: targets.join('、') })}>
      {t('neededHint')}
    </Notice>
  )
}

function doubled(targets: readonly (string | null)[]): string | null {
  return targets.find((target, index) => target !== null && targets.indexOf(target) !== index) ?? null
}
