import {
  type RfmConfig,
  type RfmTransitions,
  rfmClassKeySchema,
  rfmNoneKey,
  rfmOtherKey,
} from '@rapport/contract'
import { useLocale, useTexts } from '../../../lib/texts'
import { transitionTexts } from './transition-texts'

/** What a group is called in this workspace, those that are no group among them. */
export function useGroupName(
  config: RfmConfig | undefined,
  by: RfmTransitions['by'],
): (key: string) => string {
  const t = useTexts(transitionTexts)
  const locale = useLocale()
  return (key) => {
    if (key === rfmNoneKey) return t('none')
    if (key === rfmOtherKey) return t('other')
    if (by === 'segment') return config?.segments.find((segment) => segment.key === key)?.name[locale] ?? key
    const parsed = rfmClassKeySchema.safeParse(key)
    return (parsed.success && config?.classNames[parsed.data][locale]) || key
  }
}
