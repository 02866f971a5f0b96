import { type ComputedTrait, type ComputedTraitInput, computedTraitsApi, type Rule } from '@rapport/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { App, Button, Segmented } from 'antd'
import { useState } from 'react'
import { call } from '../../../lib/api'
import { allOwnTraits } from '../../../lib/own-traits'
import { useMay } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { Card, Notice, Page, QueryView, useLeaveGuard, useProblemText } from '../../../ui'
import { RuleEditor } from '../builder/rule-editor'
import { type Draft, useDraft } from '../builder/use-draft'
import { StateCard, TraitActions } from './actions'
import { type DraftDefinition, emptyDefinition, openDefinition, writeDefinition } from './draft'
import { FigureEditor } from './figure-editor'
import { isKey, NameFields, type Names } from './name-fields'
import { TraitPreview } from './preview'
import { allTraitsQuery, previewQuery, traitQuery } from './queries'
import { TraitState } from './state'
import { computedTexts } from './texts'
import styles from './traits.module.css'

/** A computed trait that does not exist yet. */
export function NewTraitPage() {
  return <Editor trait={null} />
}

/** A computed trait opened: how it is doing, and its definition to be changed. */
export function EditTraitPage() {
  const { key } = useParams({ strict: false }) as { key: string }
  const t = useTexts(computedTexts)
  const query = useQuery(traitQuery(key))
  const trait = query.data
  if (trait) return <Editor trait={trait} key={`${trait.key} ${trait.version}`} />
  return (
    <Page title={key} crumbs={[{ label: t('title'), to: '/data/traits' }]}>
      <QueryView query={query} rows={8}>
        {() => null}
      </QueryView>
    </Page>
  )
}

const everybody: Rule = { kind: 'all', of: [] }

function Editor({ trait }: { readonly trait: ComputedTrait | null }) {
  const t = useTexts(computedTexts)
  const may = useMay()
  const [names, setNames] = useState<Names>(() => namesOf(trait))
  const [opened] = useState(() => (trait ? openDefinition(trait.definition) : emptyDefinition))
  const [draft, setDraft] = useState(opened)
  const ruleDraft = useDraft(trait?.definition.kind === 'rule' ? trait.definition.rule : everybody)
  const definition = writeDefinition(draft, ruleDraft.written.rule)
  const preview = useQuery(previewQuery(definition, trait?.key))
  const save = useSave(trait)
  const isChanged = ruleDraft.canUndo || draft !== opened || !isSame(names, namesOf(trait))
  useLeaveGuard(isChanged && !save.isPending)
  const canSave = definition !== null && names.label.trim() !== '' && isKey(names.key)
  const mayWrite = may('segments:write') && trait?.state !== 'removing'
  const isAnew = trait !== null && definition !== null && !isSame(definition, trait.definition)
  return (
    <Page
      title={trait ? trait.label : t('newTitle')}
      badge={trait && <TraitState trait={trait} />}
      crumbs={[{ label: t('title'), to: '/data/traits' }]}
      actions={
        mayWrite && (
          <>
            {trait && <TraitActions trait={trait} />}
            <Button
              type="primary"
              disabled={!canSave}
              loading={save.isPending}
              onClick={() => definition && save.mutate({ ...names, label: names.label.trim(), definition })}
            >
              {t(trait ? 'saveChanges' : 'save')}
            </Button>
          </>
        )
      }
    >
      <div className={styles.layout}>
        <div className={styles.main}>
          {trait && <StateCard trait={trait} mayWrite={mayWrite} />}
          {isAnew && <Notice tone="info">{t('changeAnew')}</Notice>}
          <NameFields names={names} isNew={trait === null} onChange={setNames} />
          <DefinitionCard draft={draft} ruleDraft={ruleDraft} onChange={setDraft} />
        </div>
        <TraitPreview query={preview} isWhole={definition !== null} />
      </div>
    </Page>
  )
}

function DefinitionCard(props: {
  readonly draft: DraftDefinition
  readonly ruleDraft: Draft
  readonly onChange: (draft: DraftDefinition) => void
}) {
  const t = useTexts(computedTexts)
  const { draft, ruleDraft, onChange } = props
  return (
    <Card title={t('definition')}>
      <Segmented<DraftDefinition['kind']>
        className={styles.kinds}
        value={draft.kind}
        aria-label={t('kind')}
        options={(['events', 'rule'] as const).map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        onChange={(kind) => onChange({ ...draft, kind })}
      />
      {draft.kind === 'events' ? (
        <FigureEditor figure={draft.figure} onChange={(figure) => onChange({ ...draft, figure })} />
      ) : (
        <div className={styles.stack}>
          <p className={styles.hint}>{t('ruleHint')}</p>
          <RuleEditor draft={ruleDraft} remarks={noRemarks} />
        </div>
      )}
    </Card>
  )
}

const noRemarks: ReadonlyMap<string, string> = new Map()

function namesOf(trait: ComputedTrait | null): Names {
  return { label: trait?.label ?? '', key: trait?.key ?? '', description: trait?.description ?? '' }
}

const isSame = (left: object, right: object): boolean => JSON.stringify(left) === JSON.stringify(right)

/** Saves a new trait or changes the one that was opened, and shows how it is doing. */
function useSave(trait: ComputedTrait | null) {
  const t = useTexts(computedTexts)
  const client = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const problem = useProblemText(computedTexts)
  return useMutation({
    mutationFn: ({ key, ...body }: ComputedTraitInput) =>
      trait
        ? call(computedTraitsApi.update, { params: { key }, body: { ...body, version: trait.version } })
        : call(computedTraitsApi.create, { body: { key, ...body } }),
    onSuccess: async (saved) => {
      void message.success(t(saved.state === 'filling' ? 'savedAnew' : 'saved'))
      await client.invalidateQueries(allOwnTraits)
      await client.invalidateQueries({ queryKey: allTraitsQuery.queryKey })
      await navigate({ to: `/data/traits/${saved.key}` })
    },
    onError: (error) => void message.error(problem(error)),
  })
}
