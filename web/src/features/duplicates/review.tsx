import { type DuplicatePair, duplicatesApi } from '@rapport/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useEffect, useState } from 'react'
import { call } from '../../lib/api'
import { asProblem } from '../../lib/api-problem'
import { useMay } from '../../lib/session'
import { useLocale, useNamed, useTexts } from '../../lib/texts'
import { useFormat } from '../../lib/use-format'
import { Card, ConfirmButton, EmptyState, Notice, QueryView, useCustomerName, useProblemText } from '../../ui'
import { Comparison } from './comparison'
import styles from './duplicates.module.css'
import { openPairsQuery, refreshFigures, summaryQuery } from './queries'
import { duplicateTexts } from './texts'

/** The open pairs, one at a time, the likeliest first; beside it the ones that come next. */
export function Review() {
  const t = useTexts(duplicateTexts)
  const { data: summary } = useQuery(summaryQuery)
  const pairs = useQuery(openPairsQuery(summary?.lastSearch?.finishedAt ?? ''))
  const [chosen, setChosen] = useState<string | null>(null)
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set())
  return (
    <QueryView query={pairs} rows={8}>
      {({ items }) => {
        const waiting = items.filter((pair) => !gone.has(keyOf(pair)))
        const current = waiting.find((pair) => keyOf(pair) === chosen) ?? waiting[0]
        if (!current)
          return (
            <Nothing
              hasMore={items.length > 0}
              onMore={() => void pairs.refetch().then(() => setGone(new Set()))}
            />
          )
        const at = waiting.indexOf(current)
        return (
          <div className={styles.review}>
            <Queue pairs={waiting} current={current} onPick={(pair) => setChosen(keyOf(pair))} />
            <Card title={t('side')} extra={<Likeness score={current.score} />} flush>
              <KeptApart kinds={current.identifierKinds} />
              <Comparison pair={current} />
              <Decision
                key={keyOf(current)}
                pair={current}
                onSkip={() => setChosen(keyOf(waiting[(at + 1) % waiting.length] ?? current))}
                onDone={() => {
                  setChosen(keyOf(waiting[at + 1] ?? waiting[0] ?? current))
                  setGone((before) => new Set([...before, keyOf(current)]))
                }}
              />
            </Card>
          </div>
        )
      }}
    </QueryView>
  )
}

/** Which identifier says that they are one person, and why they are not merged all the same. */
function KeptApart({ kinds }: { readonly kinds: readonly string[] }) {
  const t = useTexts(duplicateTexts)
  const named = useNamed(duplicateTexts)
  const locale = useLocale()
  if (kinds.length === 0) return null
  const list = new Intl.ListFormat(locale).format(kinds.map((kind) => named('kind', kind)))
  return (
    <div className={styles.keptApart}>
      <Notice tone="info" title={t('sharedIds', { kinds: list })}>
        {t('keptApart')}
      </Notice>
    </div>
  )
}

function keyOf({ left, right }: DuplicatePair): string {
  return `${left.profileId} ${right.profileId}`
}

function Nothing({ hasMore, onMore }: { readonly hasMore: boolean; readonly onMore: () => void }) {
  const t = useTexts(duplicateTexts)
  // all of this sitting are judged: fetch the next ones
  useEffect(() => {
    if (hasMore) onMore()
  }, [hasMore, onMore])
  return <EmptyState scene="people" title={t('emptyTitle')} hint={t('emptyHint')} />
}

function Likeness({ score }: { readonly score: number }) {
  const t = useTexts(duplicateTexts)
  const format = useFormat()
  return (
    <span className={styles.likeness} title={t('likelyHelp')}>
      {t('likely')} <b className="r-num">{format.percent(score / 100, score > 99 ? 1 : 0)}</b>
    </span>
  )
}

function Queue(props: {
  readonly pairs: readonly DuplicatePair[]
  readonly current: DuplicatePair
  readonly onPick: (pair: DuplicatePair) => void
}) {
  const t = useTexts(duplicateTexts)
  const format = useFormat()
  const nameOf = useCustomerName()
  return (
    <nav className={styles.queue} aria-label={t('queue')}>
      {props.pairs.map((pair) => (
        <button
          key={keyOf(pair)}
          type="button"
          aria-current={pair === props.current ? 'true' : undefined}
          onClick={() => props.onPick(pair)}
        >
          <span className={styles.queueNames}>
            <span>{nameOf(pair.left.name, pair.left.profileId)}</span>
            <span>{nameOf(pair.right.name, pair.right.profileId)}</span>
          </span>
          <span className="r-num">{format.percent(pair.score / 100, pair.score > 99 ? 1 : 0)}</span>
        </button>
      ))}
    </nav>
  )
}

function Decision(props: {
  readonly pair: DuplicatePair
  readonly onSkip: () => void
  readonly onDone: () => void
}) {
  const { pair, onSkip, onDone } = props
  const t = useTexts(duplicateTexts)
  const may = useMay()
  const decide = useDecide(pair, onDone)
  useKeys({ s: onSkip, d: () => void decide('distinct') })
  if (!may('customers:write')) return null
  return (
    <div className={styles.decision}>
      <span className={styles.keys}>{t('shortcuts')}</span>
      <Button type="text" onClick={onSkip}>
        {t('skip')}
      </Button>
      <Button onClick={() => void decide('distinct')}>{t('distinct')}</Button>
      <ConfirmButton
        type="primary"
        title={t('mergeTitle')}
        detail={t('mergeDetail')}
        verb={t('mergeVerb')}
        onConfirm={() => decide('merge')}
      >
        {t('merge')}
      </ConfirmButton>
    </div>
  )
}

/** Says what was decided; a pair that somebody else was faster with is gone too. */
function useDecide({ left, right }: DuplicatePair, onDone: () => void) {
  const t = useTexts(duplicateTexts)
  const problemText = useProblemText(duplicateTexts)
  const queries = useQueryClient()
  const { message } = App.useApp()
  return async (decision: 'merge' | 'distinct') => {
    try {
      const body = { leftId: left.profileId, rightId: right.profileId, decision }
      await call(duplicatesApi.decide, { body })
      void message.success(t(decision === 'merge' ? 'merged' : 'marked'))
      onDone()
    } catch (error) {
      void message.error(problemText(error))
      if (asProblem(error).code === 'already_decided') onDone()
    }
    await refreshFigures(queries)
  }
}

/** Keys that act while no field has the focus. */
function useKeys(actions: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isTyping =
        event.target instanceof HTMLElement && event.target.closest('input, textarea, [role=dialog]')
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return
      actions[event.key.toLowerCase()]?.()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })
}
