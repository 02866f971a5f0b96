import { clustersApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { z } from 'zod'
import { call } from '../../../lib/api'
import { useSearchState } from '../../../lib/search-state'
import { useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { EmptyState, Page, QueryView, RunForm, useStartRun } from '../../../ui'
import { analysisQuery, clusterPlace, traitsQuery } from '../queries'
import { clusterTexts } from '../texts'
import { beginningTraits, choicesOf, type Draft, draftOf, inputOf } from './draft'
import { KCard, MissingCard } from './settings-cards'
import { TraitsCard } from './traits-card'
import { WhoCard } from './who-card'

const search = z.object({ from: z.uuid().optional() })

/** A new analysis: whom, by which traits, how many groups. `from` begins with the settings of another one. */
export function NewClustersPage() {
  const t = useTexts(clusterTexts)
  const format = useFormat()
  const [{ from }] = useSearchState(search)
  const traits = useQuery(traitsQuery)
  const earlier = useQuery({ ...analysisQuery(from ?? ''), enabled: from !== undefined })
  const [openedAt] = useState(() => new Date())
  const begin = (items: Parameters<typeof choicesOf>[0]): Draft => ({
    name: t('defaultName', { day: format.day(openedAt) }),
    who: null,
    keptRule: null,
    traits: beginningTraits(choicesOf(items)),
    missing: 'leave_out',
    kOwn: null,
    seed: 1,
  })
  return (
    <Page
      title={t('newTitle')}
      width="narrow"
      crumbs={[
        { label: t('segments'), to: '/segments' },
        { label: t('title'), to: clusterPlace.path },
      ]}
    >
      <QueryView query={traits} rows={10}>
        {({ items }) => {
          const choices = choicesOf(items)
          if (choices.length === 0)
            return <EmptyState scene="chart" title={t('noTraits')} hint={t('noTraitsHint')} />
          if (from !== undefined && earlier.isPending) return null
          const initial = earlier.data ? draftOf(earlier.data) : begin(items)
          return <Form choices={choices} initial={initial} />
        }}
      </QueryView>
    </Page>
  )
}

interface FormProps {
  readonly choices: ReturnType<typeof choicesOf>
  readonly initial: Draft
}

function Form({ choices, initial }: FormProps) {
  const t = useTexts(clusterTexts)
  const [draft, setDraft] = useState(initial)
  const start = useStartRun(
    clusterPlace,
    (input: Draft) => call(clustersApi.create, { body: inputOf(input) }),
    clusterTexts,
  )
  const change = (next: Partial<Draft>) => setDraft({ ...draft, ...next })
  const wrong = [
    ...(draft.name.trim() === '' ? [t('wantsName')] : []),
    ...(draft.traits.length === 0 ? [t('wantsTraits')] : []),
  ]
  return (
    <RunForm
      wrong={wrong}
      back={clusterPlace.path}
      start={t('start')}
      isStarting={start.isPending}
      onStart={() => start.mutate(draft)}
    >
      <WhoCard draft={draft} onChange={change} />
      <TraitsCard choices={choices} draft={draft} onChange={change} />
      <KCard draft={draft} onChange={change} />
      <MissingCard draft={draft} onChange={change} />
    </RunForm>
  )
}
