import { messagesApi, type Starter, type TemplateContent } from '@rapport/contract'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App } from 'antd'
import { call } from '../../../lib/api'
import { useLocale, useTexts } from '../../../lib/texts'
import { Icon, Page, QueryView, useProblemText } from '../../../ui'
import styles from '../templates.module.css'
import { templateTexts } from '../texts'
import { blankContent } from './blank'
import { Thumbnail } from './thumbnail'

type StarterKey = Starter['key'] | 'blank'

/** Where to start from: a ready letter, or an empty one. */
export function StartPage() {
  const t = useTexts(templateTexts)
  const starters = useQuery({
    queryKey: ['templates', 'starters'],
    queryFn: async ({ signal }) => (await call(messagesApi.listStarters, { signal })).items,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Page title={t('startTitle')} lead={t('startLead')} crumbs={[{ label: t('title'), to: '/templates' }]}>
      <QueryView query={starters}>{(items) => <Starters items={items} />}</QueryView>
    </Page>
  )
}

function Starters({ items }: { readonly items: readonly Starter[] }) {
  const locale = useLocale()
  const t = useTexts(templateTexts)
  const navigate = useNavigate()
  const { message } = App.useApp()
  const problemText = useProblemText()
  const create = useMutation({
    mutationFn: ({ key, content }: { key: StarterKey; content: TemplateContent }) =>
      call(messagesApi.createTemplate, { body: { name: t(`starter.${key}`), content } }),
    onSuccess: ({ id }) => void navigate({ to: `/templates/${id}`, replace: true }),
    onError: (error) => void message.error(problemText(error)),
  })
  const begin = (key: StarterKey, content: TemplateContent) =>
    create.mutate({ key, content: { ...content, defaultLocale: locale } })
  return (
    <div className={styles.starters}>
      {items.map(({ key, content }) => (
        <StarterCard key={key} name={key} isBusy={create.isPending} onBegin={() => begin(key, content)}>
          <Thumbnail content={content} title={t(`starter.${key}`)} />
        </StarterCard>
      ))}
      <StarterCard name="blank" isBusy={create.isPending} onBegin={() => begin('blank', blankContent())}>
        <span className={styles.blank}>
          <Icon name="plus" size={28} />
        </span>
      </StarterCard>
    </div>
  )
}

function StarterCard(props: {
  readonly name: StarterKey
  readonly isBusy: boolean
  readonly onBegin: () => void
  readonly children: React.ReactNode
}) {
  const t = useTexts(templateTexts)
  return (
    <button type="button" className={styles.starter} aria-busy={props.isBusy} onClick={props.onBegin}>
      <span className={styles.thumb}>{props.children}</span>
      <span className={styles.starterText}>
        <strong>{t(`starter.${props.name}`)}</strong>
        <span>{t(`starterHint.${props.name}`)}</span>
      </span>
    </button>
  )
}
