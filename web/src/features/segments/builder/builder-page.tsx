import { type ReadyMade, type Rule, ruleSchema, type Segment } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { useSearchState } from '../../../lib/search-state'
import { useLocale, useTexts } from '../../../lib/texts'
import { Card, Page, QueryView, useLeaveGuard } from '../../../ui'
import { OverlapCard } from '../overlap/overlap-card'
import { readyMadeQuery, segmentQuery } from '../queries'
import { segmentTexts } from '../texts'
import styles from './builder.module.css'
import { NameFields } from './name-fields'
import { PreviewPanel } from './preview-panel'
import { RuleEditor } from './rule-editor'
import { builderTexts } from './texts'
import { Tools } from './tools'
import { useAudience } from './use-audience'
import { useDraft } from './use-draft'
import { useRemarks } from './use-remarks'
import { useSave } from './use-save'

/** Other pages lead here with a ready-made segment, or with a rule, to begin from. */
const search = z.object({
  from: z.string().max(80).optional(),
  rule: ruleSchema.optional(),
  name: z.string().optional(),
})

/** A segment that does not exist yet: empty, or begun from a ready-made one or a rule in the address. */
export function NewSegmentPage() {
  const [{ from, rule, name }] = useSearchState(search)
  const locale = useLocale()
  const ready = useQuery({ ...readyMadeQuery, enabled: from !== undefined })
  if (from === undefined)
    return <Builder start={{ name: name ?? '', description: '', rule: rule ?? everybody }} />
  return (
    <QueryView query={ready}>
      {(items) => (
        <Builder
          start={startFrom(
            items.find(({ key }) => key === from),
            locale,
          )}
        />
      )}
    </QueryView>
  )
}

/** A segment opened for a change. */
export function EditSegmentPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const segment = useQuery(segmentQuery(id))
  return (
    <QueryView query={segment}>
      {(data) => <Builder segment={data} start={data} key={data.version} />}
    </QueryView>
  )
}

interface Start {
  readonly name: string
  readonly description: string
  readonly rule: Rule
  readonly readyMade?: string | null
}

const everybody: Rule = { kind: 'all', of: [] }

function startFrom(ready: ReadyMade | undefined, locale: 'zh-CN' | 'en'): Start {
  if (!ready) return { name: '', description: '', rule: everybody }
  return {
    name: ready.name[locale],
    description: ready.description[locale],
    rule: ready.rule,
    readyMade: ready.key,
  }
}

function Builder({ segment, start }: { readonly segment?: Segment; readonly start: Start }) {
  const t = useTexts(builderTexts)
  const list = useTexts(segmentTexts)
  const [name, setName] = useState(start.name)
  const [description, setDescription] = useState(start.description)
  const draft = useDraft(start.rule)
  const { rule, open, faults } = draft.written
  const audience = useAudience(rule, segment?.id)
  const remarks = useRemarks(draft, audience)
  const save = useSave(segment, start.readyMade ?? null)
  const isChanged = draft.canUndo || name !== start.name || description !== start.description
  useLeaveGuard(isChanged && !save.isPending)
  const canSave = rule !== null && name.trim() !== ''
  return (
    <Page
      title={t(segment ? 'editTitle' : 'newTitle')}
      crumbs={[
        { label: list('title'), to: '/segments' },
        ...(segment ? [{ label: segment.name, to: `/segments/${segment.id}` }] : []),
      ]}
      actions={
        <Button
          type="primary"
          disabled={!canSave}
          loading={save.isPending}
          onClick={() => rule && save.mutate({ name: name.trim(), description, rule })}
        >
          {t(segment ? 'saveChanges' : 'save')}
        </Button>
      }
    >
      <div className={styles.layout}>
        <div className={styles.main}>
          <NameFields name={name} description={description} onName={setName} onDescription={setDescription} />
          <Card
            title={t('conditions')}
            extra={
              <Tools
                draft={draft}
                document={{ name, description }}
                segmentId={segment?.id}
                onImport={(document) => {
                  draft.replace(document.rule)
                  if (name.trim() === '') setName(document.name)
                  if (description === '') setDescription(document.description)
                }}
              />
            }
          >
            <RuleEditor draft={draft} remarks={remarks} segmentId={segment?.id} />
          </Card>
          <OverlapCard of="rule" rule={audience.rule} segmentId={segment?.id} />
        </div>
        <PreviewPanel audience={audience} openParts={open.size + faults.size} />
      </div>
    </Page>
  )
}
