import { Link } from '@tanstack/react-router'
import { useTexts } from '../../../lib/texts'
import { liveTexts } from '../live-texts'

export interface WhyLinkProps {
  readonly segmentId: string
  readonly profileId: string
  readonly name: string
}

/** Leads to the reasons why somebody is in a segment or is not: an address of their own. */
export function WhyLink({ segmentId, profileId, name }: WhyLinkProps) {
  const t = useTexts(liveTexts)
  return (
    <Link
      to={`/segments/${segmentId}`}
      search={{ why: profileId } as never}
      aria-label={`${t('why')}: ${name || t('someone')}`}
      onClick={(event) => event.stopPropagation()}
    >
      {t('why')}
    </Link>
  )
}
