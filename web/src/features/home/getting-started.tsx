import { Button, Segmented } from 'antd'
import { type ReactNode, useState } from 'react'
import { useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { Card, CodeBox, Icon, type IconName, LinkButton, Notice, Page, ProblemText } from '../../ui'
import { codeSamples, type SampleName } from './code-samples'
import { DemoProgressCard, useDemo } from './demo-progress'
import styles from './home.module.css'
import { homeTexts } from './texts'

/** For a workspace without data: the ways to bring some in. */
export function GettingStarted() {
  const t = useTexts(homeTexts)
  const may = useMay()
  const { progress, load } = useDemo()
  return (
    <Page title={t('startTitle')} lead={t('startLead')}>
      <div className={styles.ways}>
        <Way icon="imports" title={t('importTitle')} hint={t('importHint')}>
          <LinkButton to="/imports/new" isPrimary>
            {t('importAction')}
          </LinkButton>
        </Way>
        <Way icon="code" title={t('trackTitle')} hint={t('trackHint')}>
          <LinkButton to="/settings/keys">{t('trackKeys')}</LinkButton>
        </Way>
        {may('settings:write') && (
          <Way icon="gift" title={t('demoTitle')} hint={t('demoHint')}>
            <Button onClick={() => load.mutate()} loading={load.isPending || progress?.state === 'running'}>
              {t('demoAction')}
            </Button>
          </Way>
        )}
      </div>
      {load.error && (
        <Notice tone="bad">
          <ProblemText error={load.error} />
        </Notice>
      )}
      {progress?.state === 'running' && <DemoProgressCard />}
      <Samples />
    </Page>
  )
}

function Way(props: {
  readonly icon: IconName
  readonly title: string
  readonly hint: string
  readonly children: ReactNode
}) {
  return (
    <Card>
      <div className={styles.way}>
        <span className={styles.wayIcon}>
          <Icon name={props.icon} size={20} />
        </span>
        <h3>{props.title}</h3>
        <p>{props.hint}</p>
        <div>{props.children}</div>
      </div>
    </Card>
  )
}

function Samples() {
  const t = useTexts(homeTexts)
  const [name, setName] = useState<SampleName>('curl')
  const samples = codeSamples(window.location.origin)
  const names = Object.keys(samples) as SampleName[]
  return (
    <Card
      title={t('trackCode')}
      extra={<Segmented<SampleName> size="small" value={name} onChange={setName} options={names} />}
    >
      <CodeBox label={t('trackCode')}>{samples[name]}</CodeBox>
    </Card>
  )
}
