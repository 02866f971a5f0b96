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
import { Card, Page, QueryView, useProblemText } from '../../../ui'
import { allSegments, readyMadeQuery, segmentQuery } from '../queries'
import { segmentTexts } from '../texts'
import styles from './builder.module.css'
import { draftOf } from './draft'
import { PreviewPanel } from './preview-panel'
import { RuleEditor } from './rule-editor'
import { builderTexts } from './texts'
import { writeRule } from './write-rule'

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
  const [root, setRoot] = useState(() => draftOf(start.rule))
  const { rule, open } = useMemo(() => writeRule(root), [root])
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
          <Card title={t('conditions')}>
            <RuleEditor root={root} open={open} onChange={setRoot} />
          </Card>
        </div>
        <PreviewPanel rule={rule} openParts={open.size} />
      </div>
    </Page>
  )
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
