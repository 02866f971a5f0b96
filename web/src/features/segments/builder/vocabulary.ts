import type { CatalogueEvent, TraitDefinition } from '@rapport/contract'
import { companyKinds, companyPath, rfmClassKeys, traitPathSchema } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useMay } from '../../../lib/session'
import { useLocale, useNamed, useTexts } from '../../../lib/texts'
import { useFormat } from '../../../lib/use-format'
import { useEventName, useTraitLabel, useTraitValueLabel } from '../../../ui'
import { traitTexts } from '../../../ui/trait/texts'
import {
  companyTraitsQuery,
  eventsQuery,
  propertyPresenceQuery,
  propertyValuesQuery,
  rfmConfigQuery,
  segmentNamesQuery,
  traitPresenceQuery,
  traitsQuery,
  traitValuesQuery,
} from '../queries'
import type { OfferedValue } from './condition-editor'
import type { ChosenEvents } from './event-pick'
import { leafTexts } from './leaf-texts'
import { builderTexts } from './texts'

interface Option {
  readonly value: string
  readonly label: string
  /** What a search looks at: the name in words and the name in data. */
  readonly search: string
  readonly note?: string
}

export interface OptionGroup {
  readonly label: string
  readonly options: readonly Option[]
}

const families = ['consumption', 'basic', 'social', 'psychographic', 'other'] as const

/** Attributes that rules can ask for, by family. */
export function useTraitOptions(): {
  groups: OptionGroup[]
  definition: (name: string) => TraitDefinition | undefined
} {
  const may = useMay()
  const { data } = useQuery({ ...traitsQuery, enabled: may('customers:read') })
  const { data: ofCompanies } = useQuery({ ...companyTraitsQuery, enabled: may('customers:read') })
  const { data: presence } = useQuery({ ...traitPresenceQuery, enabled: may('customers:read') })
  const label = useTraitLabel()
  const named = useNamed(traitTexts)
  const t = useTexts(leafTexts)
  const format = useFormat()
  return useMemo(() => {
    const shares = new Map((presence?.items ?? []).map(({ name, share }) => [name, share]))
    const noteOf = (name: string) => {
      const share = shares.get(name) ?? 0
      if (!presence || companyPath(name)) return undefined
      return share === 0 ? t('nobodyHas') : t('peopleShare', { share: format.percent(share, 0) })
    }
    const traits = [...(data?.items ?? []), ...(ofCompanies?.items ?? [])].filter(
      ({ name }) => traitPathSchema.safeParse(name).success,
    )
    const optionsOf = (isOne: (trait: TraitDefinition) => boolean) =>
      traits.filter(isOne).map(({ name }) => ({
        value: name,
        label: label(name),
        search: `${label(name)} ${name}`,
        note: noteOf(name),
      }))
    const groups = [
      ...families.map((family) => ({
        label: named('family', family),
        options: optionsOf((trait) => trait.family === family && !companyPath(trait.name)),
      })),
      ...companyKinds.map((kind) => ({
        label: named('family', kind),
        options: optionsOf(({ name }) => companyPath(name)?.kind === kind),
      })),
    ]
    return {
      groups: groups.filter(({ options }) => options.length > 0),
      definition: (name: string) => traits.find((trait) => trait.name === name),
    }
  }, [data, ofCompanies, presence, label, named, t, format])
}

/** Values that occur of an attribute, the most frequent first; those of a choice by their names. */
export function useTraitValues(trait: TraitDefinition | undefined): OfferedValue[] {
  const may = useMay()
  const valueLabel = useTraitValueLabel()
  const format = useFormat()
  const isAsked =
    trait !== undefined && (trait.type === 'text' || trait.type === 'list' || trait.type === 'choice')
  const { data } = useQuery({
    ...traitValuesQuery(trait?.name ?? ''),
    enabled:
      isAsked && may('customers:read') && (trait.sensitivity === 'public' || may('customers:personal')),
  })
  const groups = useRfmGroups(trait?.name)
  const counted = new Map((data?.items ?? []).map(({ value, count }) => [value, count]))
  const values = [...new Set([...(trait?.choices ?? []), ...groups.keys(), ...counted.keys()])]
  return values.map((value) => ({
    value,
    label: groups.get(value) ?? valueLabel(value),
    note: counted.has(value) ? format.compact(counted.get(value) ?? 0) : undefined,
  }))
}

/** The groups of RFM by the names that the workspace gives them, also those that nobody is in. */
function useRfmGroups(trait: string | undefined): ReadonlyMap<string, string> {
  const locale = useLocale()
  const isAsked = trait === 'rfm_segment' || trait === 'rfm_class'
  const { data } = useQuery({ ...rfmConfigQuery, enabled: isAsked })
  if (!data || !isAsked) return new Map()
  if (trait === 'rfm_segment') return new Map(data.segments.map(({ key, name }) => [key, name[locale]]))
  return new Map(rfmClassKeys.map((key) => [key, data.classNames[key][locale]]))
}

const typeOrder = ['track', 'page', 'screen'] as const
const typeKeys = { track: 'tracked', page: 'pages', screen: 'screens' } as const

/** Events that rules can ask for, by kind; the value is the type and the name. */
export function useEventOptions(): { groups: OptionGroup[]; events: readonly CatalogueEvent[] } {
  const t = useTexts(builderTexts)
  const may = useMay()
  const { data } = useQuery({ ...eventsQuery, enabled: may('data:read') })
  const eventName = useEventName()
  const format = useFormat()
  return useMemo(() => {
    const events = data?.items ?? []
    const groups = typeOrder.map((type) => ({
      label: t(typeKeys[type]),
      options: events
        .filter((event) => event.type === type && event.name !== '')
        .map(({ name, count30d }) => {
          const label = type === 'track' ? eventName({ type, name }) : name
          return {
            value: `${type} ${name}`,
            label,
            search: `${label} ${name}`,
            note: t('eventVolume', { count: format.compact(count30d) }),
          }
        }),
    }))
    return { groups: groups.filter(({ options }) => options.length > 0), events }
  }, [data, t, eventName, format])
}

export interface PropertyOption {
  readonly path: string
  readonly types: readonly string[]
  readonly example: string
  /** In which share of the events it is there, of the first that was chosen; null while that is not known. */
  readonly share: number | null
}

/** Fields of the chosen events, those that are there most often first. */
export function useEventProperties({ type, events: names }: ChosenEvents): readonly PropertyOption[] {
  const may = useMay()
  const { events } = useEventOptions()
  const [first = ''] = names
  const { data } = useQuery({
    ...propertyPresenceQuery(first, type),
    enabled: first !== '' && may('data:read'),
  })
  return useMemo(() => {
    const shares = new Map((data?.items ?? []).map(({ path, share }) => [path, share]))
    const known = propertiesOf(events, type, names)
    const options = known.map((option) => ({ ...option, share: shares.get(option.path) ?? null }))
    return options.sort((left, right) => (right.share ?? 0) - (left.share ?? 0))
  }, [data, events, type, names])
}

/** Fields of the chosen events, each once. Objects are left out: their own fields are there. */
function propertiesOf(
  events: readonly CatalogueEvent[],
  type: string,
  names: readonly string[],
): Omit<PropertyOption, 'share'>[] {
  const chosen = events.filter((event) => event.type === type && names.includes(event.name))
  const byPath = new Map<string, Omit<PropertyOption, 'share'>>()
  for (const { path, types, example } of chosen.flatMap(({ properties }) => properties)) {
    const isContainer = types.includes('object') && types.length === 1
    if (!isContainer && !byPath.has(path)) byPath.set(path, { path, types, example })
  }
  return [...byPath.values()]
}

/** Values that occur in a field of an event. */
export function usePropertyValues(event: string, path: string, isAsked: boolean): OfferedValue[] {
  const may = useMay()
  const format = useFormat()
  const { data } = useQuery({
    ...propertyValuesQuery(event, path),
    enabled: isAsked && event !== '' && path !== '' && may('data:read'),
  })
  return (data?.items ?? []).map(({ value, count }) => ({ value, label: value, note: format.compact(count) }))
}

/** Segments that a rule can ask for, but for the one that is being changed. */
export function useSegmentOptions(except: string | undefined): {
  groups: OptionGroup[]
  nameOf: (id: string) => string | undefined
  isKnown: boolean
} {
  const t = useTexts(leafTexts)
  const format = useFormat()
  const { data } = useQuery(segmentNamesQuery)
  return useMemo(() => {
    const segments = data ?? []
    const options = segments
      .filter(({ id }) => id !== except)
      .map(({ id, name, people }) => ({
        value: id,
        label: name,
        search: name,
        note: people === null ? undefined : t('segmentPeople', { count: format.compact(people) }),
      }))
    return {
      groups: options.length === 0 ? [] : [{ label: '', options }],
      nameOf: (id: string) => segments.find((segment) => segment.id === id)?.name,
      isKnown: data !== undefined,
    }
  }, [data, except, t, format])
}
