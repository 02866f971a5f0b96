import { type CatalogueEvent, dataApi } from '@rapport/contract'
import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Drawer, Input } from 'antd'
import { useState } from 'react'
import { call } from '../../../lib/api'
import { useMay } from '../../../lib/session'
import { useNamed, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { type Column, DataTable, DateTime, Facts, listOf, useEventName, useProblemText } from '../../../ui'
import styles from '../data.module.css'
import { eventCatalogueTexts } from './texts'

type Property = CatalogueEvent['properties'][number]

/** One event whole: what it means, how often it comes, and what it carries. */
export function EventDrawer({
  event,
  onClose,
}: {
  readonly event: CatalogueEvent | null
  readonly onClose: () => void
}) {
  const nameOf = useEventName()
  return (
    <Drawer open={event !== null} onClose={onClose} size={640} title={event ? nameOf(event) : ''}>
      {event && <EventDetail key={event.name} event={event} />}
    </Drawer>
  )
}

function EventDetail({ event }: { readonly event: CatalogueEvent }) {
  const t = useTexts(eventCatalogueTexts)
  const named = useNamed(eventCatalogueTexts)
  const format = useFormat()
  return (
    <div className={styles.stack}>
      <Facts
        facts={[
          { label: t('name'), value: <code>{event.name}</code> },
          { label: t('type'), value: named('type', event.type) },
          { label: t('count30d'), value: format.count(event.count30d) },
          { label: t('count'), value: format.count(event.count) },
          { label: t('firstSeen'), value: <DateTime at={event.firstSeenAt} /> },
          { label: t('lastSeen'), value: event.lastSeenAt ? <DateTime at={event.lastSeenAt} /> : '–' },
        ]}
      />
      <Description event={event} />
      {event.properties.length === 0 ? (
        <p className="r-muted">{t('noProperties')}</p>
      ) : (
        <Properties properties={event.properties} />
      )}
    </div>
  )
}

function Description({ event }: { readonly event: CatalogueEvent }) {
  const t = useTexts(eventCatalogueTexts)
  const may = useMay()
  const queries = useQueryClient()
  const problemText = useProblemText()
  const { message } = App.useApp()
  const [text, setText] = useState(event.description)
  const [isSaving, setSaving] = useState(false)
  if (!may('data:write')) return event.description ? <p>{event.description}</p> : null
  const save = async () => {
    setSaving(true)
    try {
      await call(dataApi.describeEvent, { params: { name: event.name }, body: { description: text } })
      await queries.invalidateQueries({ queryKey: ['data', 'events'] })
      void message.success(t('saved'))
    } catch (error) {
      void message.error(problemText(error))
    } finally {
      setSaving(false)
    }
  }
  return (
    <div className={styles.stack}>
      <Input.TextArea
        aria-label={t('description')}
        placeholder={t('descriptionHint')}
        value={text}
        maxLength={2_000}
        autoSize={{ minRows: 2 }}
        onChange={(change) => setText(change.target.value)}
      />
      {text !== event.description && (
        <div>
          <Button type="primary" size="small" loading={isSaving} onClick={() => void save()}>
            {t('save')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Properties({ properties }: { readonly properties: readonly Property[] }) {
  const t = useTexts(eventCatalogueTexts)
  const named = useNamed(eventCatalogueTexts)
  const columns: Column<Property>[] = [
    { key: 'path', title: t('path'), phone: 'title', render: ({ path }) => <code>{path}</code> },
    {
      key: 'types',
      title: t('types'),
      width: 120,
      render: ({ types }) => types.map((type) => named('valueType', type)).join(' · '),
    },
    {
      key: 'example',
      title: t('example'),
      render: ({ example }) => <span className={styles.example}>{example}</span>,
    },
  ]
  return (
    <DataTable
      label={t('properties')}
      columns={columns}
      list={listOf(properties)}
      rowKey={({ path }) => path}
    />
  )
}
