import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Select } from 'antd'
import { useTexts } from '../../../../lib/texts'
import { Icon } from '../../../../ui'
import { segmentQuery } from '../../queries'
import styles from '../builder.module.css'
import { leafTexts } from '../leaf-texts'
import { PickOne } from '../pick'
import { useSegmentOptions } from '../vocabulary'
import type { LeafRowProps } from './row'
import type { DraftSegment } from './segment'

/** A condition on being in another segment, as that segment is defined when it is asked. */
export function SegmentRow({ node, onChange, segmentId }: LeafRowProps<DraftSegment>) {
  const t = useTexts(leafTexts)
  const { groups, nameOf, isKnown } = useSegmentOptions(segmentId)
  const chosen = node.segmentId
  const isElsewhere = chosen !== '' && isKnown && nameOf(chosen) === undefined
  const putAway = useQuery({ ...segmentQuery(chosen), enabled: isElsewhere, retry: false })
  const isGone = isElsewhere && putAway.isError
  return (
    <>
      <Select
        value={node.op}
        aria-label={t('inLabel')}
        popupMatchSelectWidth={false}
        options={(['in', 'not_in'] as const).map((op) => ({ value: op, label: t(`in.${op}`) }))}
        onChange={(op) => onChange({ ...node, op })}
      />
      <span className={styles.word}>{t('segmentWord')}</span>
      <PickOne
        groups={groups}
        label={t('chooseSegment')}
        placeholder={groups.length === 0 && isKnown ? t('noSegments') : t('chooseSegment')}
        nameOf={(id) => nameOf(id) ?? putAway.data?.name ?? (isGone ? t('gone') : '…')}
        value={chosen}
        onChange={(id) => onChange({ ...node, segmentId: id })}
      />
      {chosen !== '' && !isGone && (
        <Link
          to={`/segments/${chosen}`}
          target="_blank"
          aria-label={t('openSegment')}
          title={t('openSegment')}
        >
          <Icon name="external" size={15} />
        </Link>
      )}
    </>
  )
}
