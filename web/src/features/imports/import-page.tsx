import type { Import } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { z } from 'zod'
import { useSearchState } from '../../lib/search-state'
import { useTexts } from '../../lib/texts'
import { ErrorState, Loading, Page, StaleNotice, Wizard } from '../../ui'
import { MappingStep } from './mapping/mapping-step'
import { PreviewStep } from './preview/preview-step'
import { importQuery, isUnderWay } from './queries'
import { RunView } from './run/run-view'
import { ImportStateBadge } from './state-badge'
import { importTexts } from './texts'
import { useImportSteps } from './use-import-steps'

const search = z.object({ step: z.enum(['mapping', 'preview']).optional() })

/** One import: its columns and preview until it starts, then how far it is, then its report. */
export function ImportPage() {
  const t = useTexts(importTexts)
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const query = useQuery(importQuery(id))
  const { data } = query
  return (
    <Page
      title={data?.fileName ?? t('title')}
      crumbs={[{ label: t('title'), to: '/imports' }]}
      badge={data && data.state !== 'ready' && <ImportStateBadge state={data.state} />}
    >
      {data && isUnderWay(data.state) && <StaleNotice error={query.error} />}
      {data ? <Step one={data} /> : <Waiting error={query.error} onRetry={() => void query.refetch()} />}
    </Page>
  )
}

function Step({ one }: { readonly one: Import }) {
  const [{ step }, change] = useSearchState(search)
  const steps = useImportSteps()
  const canBeEdited = one.state === 'ready' || one.state === 'failed' || one.state === 'cancelled'
  const shown = canBeEdited ? (step ?? (one.state === 'ready' ? 'mapping' : 'run')) : 'run'
  if (shown === 'run') return <RunView one={one} onEdit={() => change({ step: 'mapping' })} />
  const version = JSON.stringify([one.format, one.kind])
  if (shown === 'mapping')
    return <MappingStep key={version} one={one} steps={steps} onNext={() => change({ step: 'preview' })} />
  return (
    <PreviewStep
      one={one}
      frame={(body, foot) => (
        <Wizard steps={steps} current="preview" onStep={() => change({ step: 'mapping' })} {...foot}>
          {body}
        </Wizard>
      )}
      onStarted={() => change({ step: undefined })}
    />
  )
}

function Waiting({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  return error ? <ErrorState error={error} onRetry={onRetry} /> : <Loading rows={10} />
}
