import { type ImportKind, importKinds, importLimits, importsApi } from '@rapport/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { upload } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Card, ChoiceCards, Icon, Notice, Page, Progress, useProblemText, Wizard } from '../../../ui'
import styles from '../imports.module.css'
import { allImports, importQuery } from '../queries'
import { importTexts } from '../texts'
import { useImportSteps } from '../use-import-steps'
import { DropZone } from './drop-zone'

/** Choosing a file: it is uploaded at once, and what it holds is shown on the next page. */
export function NewImportPage() {
  const t = useTexts(importTexts)
  return (
    <Page title={t('newImport')} crumbs={[{ label: t('title'), to: '/imports' }]}>
      <Wizard steps={useImportSteps()} current="upload" onStep={() => undefined}>
        <UploadStep />
      </Wizard>
    </Page>
  )
}

function UploadStep() {
  const t = useTexts(importTexts)
  const format = useFormat()
  const [kind, setKind] = useState<ImportKind | 'guess'>('guess')
  const { state, send } = useUpload(kind === 'guess' ? undefined : kind)
  const size = format.bytes(importLimits.fileBytesMax)
  return (
    <>
      <Card title={t('whatIsIt')}>
        <ChoiceCards<ImportKind | 'guess'>
          label={t('whatIsIt')}
          value={kind}
          onChange={setKind}
          choices={[
            { value: 'guess', title: t('guessKind'), hint: t('guessKindHint') },
            ...importKinds.map((one) => ({
              value: one,
              title: t(`kind.${one}`),
              hint: t(`kindHint.${one}`),
            })),
          ]}
        />
      </Card>
      <Card>
        {state.kind === 'sending' ? (
          <Sending {...state} />
        ) : (
          <DropZone title={t('dropTitle')} hint={t('dropHint', { size })} over={t('dropNow')} onFile={send} />
        )}
        {state.kind === 'failed' && (
          <div className={styles.below}>
            <Notice tone="bad" title={t('uploadFailed')}>
              {state.why}
            </Notice>
          </div>
        )}
      </Card>
      <Advice />
    </>
  )
}

type UploadState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending'; readonly fileName: string; readonly bytes: number; readonly share: number }
  | { readonly kind: 'failed'; readonly why: string }

/** Sends a file and goes on to its columns. */
function useUpload(kind: ImportKind | undefined) {
  const t = useTexts(importTexts)
  const format = useFormat()
  const problemText = useProblemText(importTexts)
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [state, setState] = useState<UploadState>({ kind: 'idle' })
  const send = async (file: File) => {
    if (file.size > importLimits.fileBytesMax)
      return setState({
        kind: 'failed',
        why: t('tooLarge', { size: format.bytes(importLimits.fileBytesMax) }),
      })
    const sending = { kind: 'sending', fileName: file.name, bytes: file.size } as const
    setState({ ...sending, share: 0 })
    try {
      const query = { fileName: file.name, kind }
      const uploaded = await upload(importsApi.upload, file, { query }, (share) =>
        setState({ ...sending, share }),
      )
      queries.setQueryData(importQuery(uploaded.id).queryKey, uploaded)
      await queries.invalidateQueries({ queryKey: [...allImports, 'list'] })
      await navigate({ to: `/imports/${uploaded.id}` })
    } catch (error) {
      setState({ kind: 'failed', why: problemText(error) })
    }
  }
  return { state, send: (file: File) => void send(file) }
}

function Sending({ fileName, bytes, share }: { fileName: string; bytes: number; share: number }) {
  const t = useTexts(importTexts)
  const format = useFormat()
  const label = t('uploading', { file: fileName })
  return (
    <div className={styles.sending}>
      <Icon name="imports" size={28} />
      <Progress
        done={Math.round(share * 100)}
        total={100}
        label={label}
        note={share < 1 ? label : t('reading')}
      />
      <span className="r-muted">{format.bytes(bytes)}</span>
    </div>
  )
}

function Advice() {
  const t = useTexts(importTexts)
  return (
    <Card title={t('exampleTitle')}>
      <ul className={styles.advice}>
        <li>{t('exampleHeader')}</li>
        <li>{t('exampleKey')}</li>
        <li>{t('exampleOrders')}</li>
        <li>{t('examplePrivacy')}</li>
      </ul>
    </Card>
  )
}
