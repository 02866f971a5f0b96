import type { RfmClassKey, RfmGroup } from '@rapport/contract'
import { useLocale, useTexts } from '../../../lib/texts'
import { Card, type Column, DataTable, listOf } from '../../../ui'
import { HighLow } from './high-low'
import { type GroupsCardProps, useGroupColumns } from './segments-card'
import { rfmTexts } from './texts'

/** The eight classes: each of R, F and M high or low. */
export function ClassesCard({ run, summary, onSelect }: GroupsCardProps) {
  const t = useTexts(rfmTexts)
  const locale = useLocale()
  const nameOf = (key: string) => run.config.classNames[key as RfmClassKey]?.[locale] ?? key
  const view = onSelect && ((key: string) => onSelect({ kind: 'class', key: key as RfmClassKey }))
  const [name, ...figures] = useGroupColumns(summary, t('class'), nameOf, view)
  const highLow: Column<RfmGroup> = {
    key: 'highLow',
    title: t('highLow'),
    render: ({ key }) => <HighLow classKey={key} />,
  }
  return (
    <Card title={t('classesTitle')} hint={t('classesHint')} flush>
      <DataTable
        bare
        label={t('classesTitle')}
        columns={name ? [name, highLow, ...figures] : figures}
        list={listOf(summary.classes)}
        rowKey={({ key }) => key}
        onOpen={view && (({ key }) => view(key))}
      />
    </Card>
  )
}
