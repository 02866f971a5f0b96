import {
  type ReadyMade,
  type Rule,
  ruleSchema,
  type Segment,
  segmentLimits,
  segmentsApi,
} from '@rapport/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { App, Button, Input } from 'antd'
import { useId, useMemo, useState } from 'react'
import { z } from 'zod'
import { call } from '../../../lib/api'
import { asProblem } from '../../../lib/api-problem'
import { useSearchState } from '../../../lib/search-state'
import { useLocale, useNamed, useTexts } from '../../../lib/texts'
import { Card, Icon, Page, QueryView, useProblemText } from '../../../ui'
import type { SegmentDocument } from '../json/document'
import { JsonMenu } from '../json/json-menu'
import { OverlapCard } from '../overlap/overlap-card'
import { allSegments, readyMadeQuery, segmentQuery } from '../queries'
import { SqlButton } from '../sql/sql-drawer'
import { segmentTexts } from '../texts'
import styles from './builder.module.css'
import { leafTexts } from './leaf-texts'
import { PreviewPanel } from './preview-panel'
import { remarksFor } from './remarks'
import { RuleEditor } from './rule-editor'
import { builderTexts } from './texts'
import { type Audience, useAudience } from './use-audience'
import { type Draft, useDraft } from './use-draft'

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

/** Undo, redo, and the rule in other forms. */
function Tools(props: {
  readonly draft: Draft
  readonly document: Pick<SegmentDocument, 'name' | 'description'>
  readonly segmentId?: string
  readonly onImport: (document: SegmentDocument) => void
}) {
  const t = useTexts(leafTexts)
  const { draft, document, segmentId, onImport } = props
  const { rule } = draft.written
  return (
    <span className={styles.tools}>
      <Button
        type="text"
        size="small"
        icon={<Icon name="undo" size={16} />}
        aria-label={t('undo')}
        title={`${t('undo')} (Ctrl+Z)`}
        disabled={!draft.canUndo}
        onClick={draft.undo}
      />
      <Button
        type="text"
        size="small"
        icon={<Icon name="redo" size={16} />}
        aria-label={t('redo')}
        title={`${t('redo')} (Ctrl+Shift+Z)`}
        disabled={!draft.canRedo}
        onClick={draft.redo}
      />
      <SqlButton rule={rule} size="small" />
      <JsonMenu {...document} rule={rule} segmentId={segmentId} onImport={onImport} />
    </span>
  )
}

/** What is to be said of single conditions, in words. */
function useRemarks({ root }: Draft, { exact, error }: Audience): ReadonlyMap<string, string> {
  const t = useTexts(leafTexts)
  const named = useNamed(builderTexts)
  return useMemo(() => {
    const codes = remarksFor(root, error && asProblem(error), exact?.people === 0)
    const words = (code: string) => (code === 'contradiction' ? t('contradiction') : named('problem', code))
    return new Map([...codes].map(([id, code]) => [id, words(code)]))
  }, [root, error, exact, t, named])
}

function NameFields(props: {
  readonly name: string
  readonly description: string
  readonly onName: (name: string) => void
  readonly onDescription: (description: string) => void
}) {
  const t = useTexts(builderTexts)
  const nameId = useId()
  const descriptionId = useId()
  return (
    <Card>
      <div className={styles.fields}>
        <div className={styles.field}>
          <label htmlFor={nameId}>{t('name')}</label>
          <Input
            id={nameId}
            value={props.name}
            maxLength={segmentLimits.nameCharsMax}
            placeholder={t('namePlaceholder')}
            onChange={(event) => props.onName(event.target.value)}
          />
        </div>
        <div className={styles.field}>
          <label htmlFor={descriptionId}>{t('description')}</label>
          <Input
            id={descriptionId}
            value={props.description}
            maxLength={segmentLimits.descriptionCharsMax}
            placeholder={t('descriptionPlaceholder')}
            onChange={(event) => props.onDescription(event.target.value)}
          />
        </div>
      </div>
    </Card>
  )
}

/** Saves as a new segment or over the one that was opened, and goes to its page. */
function useSave(segment: Segment | undefined, readyMade: string | null) {
  const t = useTexts(builderTexts)
  const named = useNamed(builderTexts)
  const client = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const problemText = useProblemText()
  return useMutation({
    mutationFn: (body: { name: string; description: string; rule: Rule }) =>
      segment
        ? call(segmentsApi.update, {
            params: { id: segment.id },
            body: { ...body, version: segment.version },
          })
        : call(segmentsApi.create, { body: { ...body, readyMade } }),
    onSuccess: async (saved) => {
      void message.success(t('saved'))
      await client.invalidateQueries(allSegments)
      await navigate({ to: `/segments/${saved.id}` })
    },
    onError: (error) => {
      const { code } = asProblem(error)
      const ours = named('problem', code)
      void message.error(ours === code ? problemText(error) : ours)
    },
  })
}
