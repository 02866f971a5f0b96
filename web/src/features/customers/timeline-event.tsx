import type { TimelineItem } from '@rapport/contract'
import { useState } from 'react'
import { useTexts } from '../../lib/texts'
import { useFormat } from '../../lib/use-format'
import { Icon, JsonView, Money, useEventName } from '../../ui'
import { CampaignLink } from './campaign-link'
import styles from './customers.module.css'
import { eventLook, useEventSummary } from './event-look'
import { textOf } from './event-properties'
import { SourceName } from './source-name'
import { customerTexts } from './texts'

/** One thing that happened: what, the gist of it, when, from where; opens to every property. */
export function TimelineEvent({ item, isLast }: { readonly item: TimelineItem; readonly isLast: boolean }) {
  const t = useTexts(customerTexts)
  const format = useFormat()
  const name = useEventName()(item)
  const summary = useEventSummary()(item)
  const [isOpen, setOpen] = useState(false)
  const { icon, tone } = eventLook(item)
  const isCampaign = textOf(item.properties.campaign_id) !== ''
  return (
    <article className={`${styles.event} ${isLast ? styles.eventLast : ''}`}>
      <span className={styles.eventIcon} data-tone={tone}>
        <Icon name={icon} size={16} />
      </span>
      <div>
        <div className={styles.eventTitle}>
          {name}
          {item.valueMinor !== 0 && <Money minor={item.valueMinor} />}
        </div>
        <div className={styles.eventText}>
          {summary}
          {isCampaign && summary && ' · '}
          {isCampaign && <CampaignLink id={textOf(item.properties.campaign_id)} />}
        </div>
      </div>
      <div className={styles.eventMeta}>
        <span>
          <time dateTime={item.at} title={format.momentExact(item.at)}>
            {format.clock(item.at)}
          </time>
          {' · '}
          <SourceName source={item.source} />
        </span>
        <button
          type="button"
          className={styles.iconButton}
          aria-expanded={isOpen}
          aria-label={`${t(isOpen ? 'hideDetails' : 'showDetails')}: ${name}`}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="chevronRight" size={15} />
        </button>
      </div>
      {isOpen && (
        <div className={styles.details}>
          <span className={styles.detailsTitle}>{t('properties')}</span>
          <JsonView value={item.properties} label={t('properties')} />
          {Object.keys(item.context).length > 0 && (
            <>
              <span className={styles.detailsTitle}>{t('context')}</span>
              <JsonView value={item.context} label={t('context')} />
            </>
          )}
        </div>
      )}
    </article>
  )
}
