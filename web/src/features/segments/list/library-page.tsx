import { type ReadyMade, readyMadeGroups } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useMay } from '../../../lib/session'
import { useLocale, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { Icon, Page, QueryView, Section } from '../../../ui'
import { readyMadeCountsQuery, readyMadeQuery } from '../queries'
import { segmentTexts } from '../texts'
import styles from './list.module.css'
import { SegmentTabs } from './segment-tabs'

/** Segments that come with the product, each with its size here and now. */
export function LibraryPage() {
  const t = useTexts(segmentTexts)
  const ready = useQuery(readyMadeQuery)
  return (
    <Page title={t('title')} place={t('libraryTab')} lead={t('libraryLead')} tabs={<SegmentTabs />}>
      <QueryView query={ready} rows={10}>
        {(items) => (
          <>
            <Groups />
            {readyMadeGroups.map((group) => (
              <div key={group} id={anchorOf(group)} tabIndex={-1} className={styles.group}>
                <Section title={t(`group.${group}`)}>
                  <ul className={styles.library}>
                    {items
                      .filter((one) => one.group === group)
                      .map((one) => (
                        <ReadyMadeCard key={one.key} ready={one} />
                      ))}
                  </ul>
                </Section>
              </div>
            ))}
          </>
        )}
      </QueryView>
    </Page>
  )
}

const anchorOf = (group: ReadyMade['group']) => `library-${group}`

/** A way to each group: the page is long. */
function Groups() {
  const t = useTexts(segmentTexts)
  const go = (group: ReadyMade['group']) => {
    const found = document.getElementById(anchorOf(group))
    found?.scrollIntoView({ block: 'start' })
    found?.focus({ preventScroll: true })
  }
  return (
    <nav className={styles.groups} aria-label={t('libraryGroups')}>
      {readyMadeGroups.map((group) => (
        <Button key={group} size="small" onClick={() => go(group)}>
          {t(`group.${group}`)}
        </Button>
      ))}
    </nav>
  )
}

/** Groups whose rule says no more than the name does. */
const named: ReadonlySet<ReadyMade['group']> = new Set(['lifecycle', 'rfm_segment', 'rfm_class'])

function ReadyMadeCard({ ready }: { readonly ready: ReadyMade }) {
  const t = useTexts(segmentTexts)
  const locale = useLocale()
  const may = useMay()
  return (
    <li className={styles.ready}>
      <div className={styles.readyHead}>
        <h3>{ready.name[locale]}</h3>
        <Size ready={ready} />
      </div>
      <p className={styles.readyHint}>{ready.description[locale]}</p>
      {!named.has(ready.group) && <p className={styles.readyRule}>{ready.sentence[locale]}</p>}
      {may('segments:write') && (
        <Link to="/segments/new" search={{ from: ready.key } as never} className={styles.readyUse}>
          {t('useThis')}
          <span className="r-hidden">{ready.name[locale]}</span>
          <Icon name="chevronRight" size={14} />
        </Link>
      )}
    </li>
  )
}

function Size({ ready }: { readonly ready: ReadyMade }) {
  const t = useTexts(segmentTexts)
  const format = useFormat()
  const { data } = useQuery(readyMadeCountsQuery)
  const people = data?.get(ready.key)
  if (people === undefined || people === null) return <span className={styles.readySize}>…</span>
  return (
    <span className={styles.readySize} data-empty={people === 0}>
      {t('people', { count: format.count(people) })}
    </span>
  )
}
