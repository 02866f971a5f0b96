import { rfmApi, rfmOtherKey } from '@rapport/contract'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from './api'
import { useMay } from './session'
import { useLocale } from './texts'

export const rfmConfigQuery = queryOptions({
  queryKey: ['rfm', 'config'],
  queryFn: ({ signal }) => call(rfmApi.config, { signal }),
  staleTime: 60_000,
})

const otherName = { 'zh-CN': '其他', en: 'Other' } as const

/** What the workspace calls its RFM segments and classes, by the values that customers carry. */
export function useRfmNames(isWanted: boolean): (value: string) => string {
  const locale = useLocale()
  const may = useMay()
  const { data } = useQuery({ ...rfmConfigQuery, enabled: isWanted && may('segments:read') })
  return (value) => {
    if (value === rfmOtherKey) return otherName[locale]
    const segment = data?.segments.find(({ key }) => key === value)?.name[locale]
    const classNames: Readonly<Record<string, Readonly<Record<typeof locale, string>>>> =
      data?.classNames ?? {}
    return segment ?? classNames[value]?.[locale] ?? value
  }
}
