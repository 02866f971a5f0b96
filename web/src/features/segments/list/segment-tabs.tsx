import { useTexts } from '../../../lib/texts'
import { PageTabs } from '../../../ui'
import { segmentTexts } from '../texts'

/** The workspace's own segments, and those that come with the product. */
export function SegmentTabs() {
  const t = useTexts(segmentTexts)
  return (
    <PageTabs
      label={t('places')}
      tabs={[
        { to: '/segments', label: t('listTab'), exact: true },
        { to: '/segments/library', label: t('libraryTab') },
      ]}
    />
  )
}
