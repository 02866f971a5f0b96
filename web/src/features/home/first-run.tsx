import { Button } from 'antd'
import { useState } from 'react'
import { useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { ChoiceCards, Icon, Illustration, Notice, ProblemText, usePageTitle } from '../../ui'
import { DemoProgressCard, useDemo, useStartEmpty } from './demo-progress'
import { GettingStarted } from './getting-started'
import styles from './home.module.css'
import { homeTexts } from './texts'

/** What a new workspace shows: the demo shop or a start of one's own. While the demo loads, how far it is. */
export function FirstRun() {
  const t = useTexts(homeTexts)
  const may = useMay()
  usePageTitle(t('firstTitle'))
  const { progress } = useDemo()
  const isComing = progress?.state === 'running' || progress?.state === 'done'
  if (!may('settings:write') && !isComing) return <GettingStarted />
  return (
    <div className={styles.first}>
      <div className={styles.firstArt}>
        <Illustration scene="lens" />
      </div>
      <FirstWords />
      {isComing ? <DemoComing /> : <Choice />}
    </div>
  )
}

function FirstWords() {
  const t = useTexts(homeTexts)
  return (
    <div>
      <h1 className={styles.firstTitle}>{t('firstTitle')}</h1>
      <p className={styles.firstLead}>{t('firstLead')}</p>
    </div>
  )
}

function DemoComing() {
  const t = useTexts(homeTexts)
  return (
    <>
      <DemoProgressCard />
      <p className="r-muted">{t('demoNote')}</p>
    </>
  )
}

type Way = 'demo' | 'empty'

function Choice() {
  const t = useTexts(homeTexts)
  const [way, setWay] = useState<Way>('demo')
  const { progress, load } = useDemo()
  const startEmpty = useStartEmpty()
  const error = load.error ?? startEmpty.error
  return (
    <>
      <ChoiceCards<Way>
        label={t('firstTitle')}
        value={way}
        onChange={setWay}
        choices={[
          {
            value: 'demo',
            icon: <Icon name="gift" size={20} />,
            title: t('chooseDemo'),
            hint: t('chooseDemoHint'),
          },
          {
            value: 'empty',
            icon: <Icon name="imports" size={20} />,
            title: t('chooseEmpty'),
            hint: t('chooseEmptyHint'),
          },
        ]}
      />
      {progress?.state === 'failed' && (
        <Notice tone="bad" title={t('demoFailed')}>
          {progress.message}
        </Notice>
      )}
      {error && (
        <Notice tone="bad">
          <ProblemText error={error} />
        </Notice>
      )}
      <Button
        type="primary"
        size="large"
        className={styles.firstButton}
        onClick={() => (way === 'demo' ? load.mutate() : startEmpty.mutate())}
        loading={load.isPending || startEmpty.isPending}
      >
        {t('chooseDone')}
      </Button>
    </>
  )
}
