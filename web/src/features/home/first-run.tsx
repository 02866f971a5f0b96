import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { Card, ChoiceCards, Notice, Page, ProblemText, Progress } from '../../ui'
import { GettingStarted } from './getting-started'
import styles from './home.module.css'
import { homeTexts } from './texts'
import { useDemo, useStartEmpty } from './use-demo'

/** What a new workspace shows: the demo shop or a start of one's own. While the demo loads, how far it is. */
export function FirstRun({ onData }: { readonly onData: () => void }) {
  const may = useMay()
  const { progress, load } = useDemo()
  const isRunning = progress?.state === 'running'
  const isDone = progress?.state === 'done'
  useWhenDone(isDone, onData)
  if (isRunning || isDone) return <DemoLoading onData={onData} />
  if (!may('settings:write')) return <GettingStarted />
  const failure = progress?.state === 'failed' ? progress.message : null
  return <Choice onDemo={() => load.mutate()} isBusy={load.isPending} error={load.error} failure={failure} />
}

function Choice(props: {
  readonly onDemo: () => void
  readonly isBusy: boolean
  readonly error: unknown
  readonly failure: string | null
}) {
  const t = useTexts(homeTexts)
  const [way, setWay] = useState<'demo' | 'empty'>('demo')
  const startEmpty = useStartEmpty()
  const begin = () => (way === 'demo' ? props.onDemo() : startEmpty.mutate())
  const error = props.error ?? startEmpty.error
  return (
    <Page title={t('firstTitle')} lead={t('firstLead')} width="narrow">
      <ChoiceCards
        label={t('firstTitle')}
        value={way}
        onChange={setWay}
        choices={[
          { value: 'demo', title: t('chooseDemo'), hint: t('chooseDemoHint') },
          { value: 'empty', title: t('chooseEmpty'), hint: t('chooseEmptyHint') },
        ]}
      />
      {props.failure !== null && (
        <Notice tone="bad" title={t('demoFailed')}>
          {props.failure}
        </Notice>
      )}
      {error !== null && (
        <Notice tone="bad">
          <ProblemText error={error} />
        </Notice>
      )}
      <div className={styles.firstFoot}>
        <Button type="primary" size="large" onClick={begin} loading={props.isBusy || startEmpty.isPending}>
          {t('chooseDone')}
        </Button>
      </div>
    </Page>
  )
}

function DemoLoading({ onData }: { readonly onData: () => void }) {
  const t = useTexts(homeTexts)
  const { progress } = useDemo()
  return (
    <Page title={t('firstTitle')} width="narrow">
      <Card>
        <Progress done={progress?.done ?? 0} total={progress?.total ?? 0} label={t('demoLoading')} />
      </Card>
      <p className="r-muted">{t('demoNote')}</p>
      {progress?.state === 'done' && (
        <div className={styles.firstFoot}>
          <Button type="primary" onClick={onData}>
            {t('goOn')}
          </Button>
        </div>
      )}
    </Page>
  )
}

/** Once, when loading has ended. */
function useWhenDone(isDone: boolean, then: () => void): void {
  const latest = useRef(then)
  latest.current = then
  useEffect(() => {
    if (isDone) latest.current()
  }, [isDone])
}
