import { type Finding, type MessageLocale, messagesApi, type Template } from '@rapport/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { App, Button, Input } from 'antd'
import { useRef, useState } from 'react'
import { call } from '../../../lib/api'
import { asProblem } from '../../../lib/api-problem'
import { useMay } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import {
  Card,
  ConfirmButton,
  EmptyState,
  ErrorState,
  Icon,
  Loading,
  Notice,
  Page,
  StatusBadge,
  useLeaveGuard,
  useProblemText,
} from '../../../ui'
import { uiTexts } from '../../../ui/texts'
import styles from '../templates.module.css'
import { templateTexts } from '../texts'
import { CheckCard } from './check-card'
import type { CodeEditor } from './code-box'
import { type CodePart, ContentCard } from './content-card'
import { draftOf, isChanged, localesOf } from './draft'
import { PreviewCard } from './preview-card'
import { SenderCard } from './sender-card'
import { TestDialog } from './test-dialog'
import { useSettled } from './use-settled'

const templateKey = (id: string) => ['templates', 'one', id] as const

/** Writes a template, with its preview and what the check says beside it. */
export function EditorPage() {
  const t = useTexts(templateTexts)
  const ui = useTexts(uiTexts)
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const template = useQuery({
    queryKey: templateKey(id),
    queryFn: ({ signal }) => call(messagesApi.getTemplate, { params: { id }, signal }),
    refetchOnWindowFocus: false,
  })
  if (template.data) return <Editor key={id} stored={template.data} />
  const isMissing = template.isError && asProblem(template.error).status === 404
  return (
    <Page title={t('title')} crumbs={[{ label: t('title'), to: '/templates' }]}>
      {isMissing && <EmptyState scene="lens" title={ui('problem.not_found')} />}
      {template.isError && !isMissing && (
        <ErrorState error={template.error} onRetry={() => void template.refetch()} />
      )}
      {template.isPending && <Loading rows={10} />}
    </Page>
  )
}

function Editor({ stored }: { readonly stored: Template }) {
  const t = useTexts(templateTexts)
  const may = useMay()
  const isReadOnly = !may('templates:write')
  const [draft, setDraft] = useState(() => draftOf(stored))
  const [locale, setLocale] = useState<MessageLocale>(stored.content.defaultLocale)
  const [part, setPart] = useState<CodePart>('mjml')
  const [profileId, setProfileId] = useState<string | null>(null)
  const [isTesting, setTesting] = useState(false)
  const places = usePlaces({ setLocale, setPart })
  const hasChanges = isChanged(draft, stored)
  const settled = useSettled(draft.content)
  const shown = localesOf(draft.content).includes(locale) ? locale : draft.content.defaultLocale
  const save = useSave(stored)
  const keep = () =>
    save.mutate(draft, {
      onSuccess: (saved) => setDraft((now) => (now === draft ? draftOf(saved) : now)),
    })
  useLeaveGuard(hasChanges && !save.isPending)
  return (
    <Page
      title={stored.name}
      width="wide"
      crumbs={[{ label: t('title'), to: '/templates' }]}
      badge={<Badges stored={stored} hasChanges={hasChanges} />}
      actions={
        <>
          {!isReadOnly && <ArchiveButton template={stored} />}
          {may('messages:test') && (
            <Button icon={<Icon name="templates" size={16} />} onClick={() => setTesting(true)}>
              {t('test')}
            </Button>
          )}
          {!isReadOnly && (
            <Button
              type="primary"
              disabled={!hasChanges || draft.name.trim() === ''}
              loading={save.isPending}
              onClick={keep}
            >
              {t('save')}
            </Button>
          )}
        </>
      }
    >
      {isReadOnly && <Notice tone="plain">{t('readOnly')}</Notice>}
      <div className={styles.editor}>
        <div className={styles.main}>
          <Card>
            <div className={styles.field}>
              <span>{t('name')}</span>
              <Input
                value={draft.name}
                aria-label={t('name')}
                maxLength={120}
                disabled={isReadOnly}
                onChange={(event) => setDraft({ ...draft, name: event.target.value })}
              />
            </div>
          </Card>
          <ContentCard
            content={draft.content}
            locale={shown}
            part={part}
            isReadOnly={isReadOnly}
            onLocale={setLocale}
            onPart={setPart}
            onChange={(content) => setDraft({ ...draft, content })}
            onEditor={places.onEditor}
          />
          <div className={styles.last}>
            <SenderCard
              content={draft.content}
              isReadOnly={isReadOnly}
              onChange={(content) => setDraft({ ...draft, content })}
            />
          </div>
        </div>
        <div className={styles.side}>
          <PreviewCard content={settled} locale={shown} profileId={profileId} onProfile={setProfileId} />
          <CheckCard content={settled} onGo={places.go} />
        </div>
      </div>
      {isTesting && (
        <TestDialog
          content={draft.content}
          locale={shown}
          profileId={profileId}
          onClose={() => setTesting(false)}
        />
      )}
    </Page>
  )
}

function Badges({ stored, hasChanges }: { readonly stored: Template; readonly hasChanges: boolean }) {
  const t = useTexts(templateTexts)
  return (
    <>
      <StatusBadge>{t('versionNumber', { version: stored.version })}</StatusBadge>
      {stored.isUsed && <StatusBadge tone="good">{t('used')}</StatusBadge>}
      {hasChanges && <StatusBadge tone="warn">{t('unsaved')}</StatusBadge>}
    </>
  )
}

/** Goes to where a finding is: the language, the part and the line. The editor of a part may only then be made. */
function usePlaces(show: {
  readonly setLocale: (locale: MessageLocale) => void
  readonly setPart: (part: CodePart) => void
}) {
  const editors = useRef<Partial<Record<CodePart, CodeEditor>>>({})
  const wanted = useRef<{ part: CodePart; line: number; column: number } | null>(null)
  return {
    onEditor: (part: CodePart, editor: CodeEditor) => {
      editors.current[part] = editor
      if (wanted.current?.part === part) editor.goTo(wanted.current.line, wanted.current.column)
      wanted.current = null
    },
    go: ({ locale, part, line, column }: Finding) => {
      if (locale) show.setLocale(locale)
      if (part !== 'mjml' && part !== 'text') return
      show.setPart(part)
      wanted.current = { part, line: line ?? 1, column: column ?? 1 }
      // The same part in the same language has its editor already, and does not tell again.
      window.setTimeout(() => {
        const place = wanted.current
        if (!place) return
        editors.current[place.part]?.goTo(place.line, place.column)
        wanted.current = null
      }, 60)
    },
  }
}

function useSave(stored: Template) {
  const t = useTexts(templateTexts)
  const client = useQueryClient()
  const { message } = App.useApp()
  const problem = useProblemText(templateTexts)
  return useMutation({
    mutationFn: ({ name, content }: ReturnType<typeof draftOf>) =>
      call(messagesApi.saveTemplate, {
        params: { id: stored.id },
        body: { name: name.trim(), content, updatedAt: stored.updatedAt },
      }),
    onSuccess: async (saved) => {
      client.setQueryData(templateKey(stored.id), saved)
      await client.invalidateQueries({ queryKey: ['templates', 'list'] })
      const isNew = saved.version > stored.version
      void message.success(isNew ? t('savedAsVersion', { version: saved.version }) : t('saved'))
    },
    onError: (error) => void message.error(problem(error)),
  })
}

function ArchiveButton({ template }: { readonly template: Template }) {
  const t = useTexts(templateTexts)
  const client = useQueryClient()
  const navigate = useNavigate()
  const archive = async () => {
    await call(messagesApi.archiveTemplate, { params: { id: template.id } })
    await client.invalidateQueries({ queryKey: ['templates', 'list'] })
    await navigate({ to: '/templates' })
  }
  return (
    <ConfirmButton
      type="text"
      danger
      title={t('archiveTitle', { name: template.name })}
      detail={t('archiveHint')}
      verb={t('archive')}
      done={t('archived')}
      onConfirm={archive}
    >
      {t('archive')}
    </ConfirmButton>
  )
}
