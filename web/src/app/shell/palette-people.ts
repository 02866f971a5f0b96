import { profilesApi } from '@rapport/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { call } from '../../lib/api'
import { useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { appTexts } from '../texts'
import type { PaletteOption } from './palette-options'

const typingPauseMs = 180
const peopleShown = 6

/** Customers whose name or any identifier begins with what is typed. */
export function usePeople(typed: string): readonly PaletteOption[] {
  const t = useTexts(appTexts)
  const may = useMay()
  const navigate = useNavigate()
  const word = usePaused(typed.trim())
  const { data } = useQuery({
    queryKey: ['customers', 'palette', word],
    queryFn: ({ signal }) => call(profilesApi.list, { query: { search: word, limit: peopleShown }, signal }),
    enabled: word !== '' && may('customers:read'),
    placeholderData: keepPreviousData,
  })
  if (typed.trim() === '') return []
  return (data?.items ?? []).map(({ id, name, traits }) => ({
    key: id,
    group: t('people'),
    label: name || id,
    note: [traits.phone, traits.email].find((value) => typeof value === 'string'),
    icon: 'user',
    run: () => void navigate({ to: `/customers/${id}` }),
  }))
}

/** The text once typing has paused. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = window.setTimeout(() => setPaused(text), typingPauseMs)
    return () => window.clearTimeout(timer)
  }, [text])
  return paused
}
