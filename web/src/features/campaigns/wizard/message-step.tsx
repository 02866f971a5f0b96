import { messagesApi, type TemplateSummary } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '../../../lib/api'
import { useLocale, useTexts } from '../../../lib/texts'
import { Card, EmptyState, LinkButton, QueryView } from '../../../ui'
import { campaignTexts } from '../texts'
import type { StepProps } from './audience-step'
import { PickList } from './pick-list'
import styles from './wizard.module.css'

const templatesMax = 200

/** What they get: a template, shown as an example customer would see it. */
export function MessageStep({ draft, onChange }: StepProps) {
  const t = useTexts(campaignTexts)
  const templates = useQuery({
    queryKey: ['campaigns', 'templates'],
    queryFn: async ({ signal }) =>
      (await call(messagesApi.listTemplates, { query: { limit: templatesMax }, signal })).items,
  })
  return (
    <QueryView query={templates}>
      {(items) =>
        items.length === 0 ? (
          <Card>
            <NoTemplates />
          </Card>
        ) : (
          <div className={styles.message}>
            <Card title={t('chooseTemplate')} extra={<Link to="/templates/new">{t('newTemplate')}</Link>}>
              <PickList
                label={t('chooseTemplate')}
                searchHint={t('chooseTemplate')}
                options={items.map(optionOf)}
                value={draft.templateId}
                onChange={(templateId) => onChange({ templateId })}
              />
            </Card>
            {draft.templateId && <Preview templateId={draft.templateId} />}
          </div>
        )
      }
    </QueryView>
  )
}

/** The subject reads better without the code in it. */
function optionOf({ id, name, subject, locales }: TemplateSummary) {
  const readable = subject.replaceAll(/\{\{.*?\}\}/g, '…')
  return { value: id, title: name, hint: [readable, locales.join(' · ')].filter(Boolean).join(' — ') }
}

function Preview({ templateId }: { readonly templateId: string }) {
  const t = useTexts(campaignTexts)
  const locale = useLocale()
  const rendered = useQuery({
    queryKey: ['campaigns', 'template-preview', templateId, locale],
    queryFn: async ({ signal }) => {
      const { content } = await call(messagesApi.getTemplate, { params: { id: templateId }, signal })
      return call(messagesApi.previewTemplate, { body: { content, locale }, signal })
    },
  })
  return (
    <Card title={t('templatePreview')}>
      <QueryView query={rendered}>
        {({ subject, html }) => (
          <div className={styles.preview}>
            <span className={styles.subject}>{subject}</span>
            <iframe title={t('templatePreview')} sandbox="" srcDoc={html} className={styles.frame} />
          </div>
        )}
      </QueryView>
    </Card>
  )
}

function NoTemplates() {
  const t = useTexts(campaignTexts)
  const make = (
    <LinkButton to="/templates/new" isPrimary>
      {t('newTemplate')}
    </LinkButton>
  )
  return (
    <EmptyState scene="letter" title={t('noTemplates')} hint={t('noTemplatesHint')} actions={make} compact />
  )
}
