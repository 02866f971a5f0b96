import { type RfmConfig, rfmApi, rfmConfigSchema } from '@rapport/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useMemo, useState } from 'react'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { Page, QueryView, useProblemText } from '../../../ui'
import { allRfm, rfmConfigQuery, rfmDefaultsQuery } from '../queries'
import { segmentTexts } from '../texts'
import { ClassesEditor } from './classes-editor'
import { MethodEditor } from './method-editor'
import styles from './rfm.module.css'
import { SegmentsEditor } from './segments-editor'
import { rfmTexts } from './texts'

/** How customers are scored and what the groups are called. */
export function RfmSettingsPage() {
  const config = useQuery(rfmConfigQuery)
  return <QueryView query={config}>{(data) => <Editor config={data} />}</QueryView>
}

function Editor({ config }: { readonly config: RfmConfig }) {
  const t = useTexts(rfmTexts)
  const segments = useTexts(segmentTexts)
  const [draft, setDraft] = useState(config)
  const { data: defaults } = useQuery(rfmDefaultsQuery)
  const wrong = useMemo(() => wrongPlaces(draft), [draft])
  const save = useSave()
  const change = (part: Partial<RfmConfig>) => setDraft({ ...draft, ...part })
  return (
    <Page
      title={t('settingsTitle')}
      lead={t('settingsLead')}
      crumbs={[
        { label: segments('title'), to: '/segments' },
        { label: t('title'), to: '/segments/rfm' },
      ]}
      actions={
        <>
          <Button disabled={!defaults} onClick={() => defaults && setDraft(defaults)}>
            {t('restoreDefaults')}
          </Button>
          <Button
            type="primary"
            loading={save.isPending}
            disabled={wrong.size > 0}
            title={wrong.size > 0 ? t('invalid') : undefined}
            onClick={() => save.mutate(draft)}
          >
            {t('save')}
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        <MethodEditor config={draft} wrong={wrong} onChange={change} />
        <SegmentsEditor config={draft} wrong={wrong} onChange={change} />
        <ClassesEditor config={draft} wrong={wrong} onChange={change} />
      </div>
    </Page>
  )
}

/** Paths of fields that the schema does not take, such as `segments.3.recency`. */
function wrongPlaces(config: RfmConfig): ReadonlySet<string> {
  const parsed = rfmConfigSchema.safeParse(config)
  return new Set(parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.')))
}

function useSave() {
  const t = useTexts(rfmTexts)
  const client = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const problemText = useProblemText()
  return useMutation({
    mutationFn: (config: RfmConfig) => call(rfmApi.setConfig, { body: config }),
    onSuccess: async () => {
      void message.success(t('settingsSaved'))
      await client.invalidateQueries(allRfm)
      await navigate({ to: '/segments/rfm' })
    },
    onError: (error) => void message.error(problemText(error)),
  })
}
