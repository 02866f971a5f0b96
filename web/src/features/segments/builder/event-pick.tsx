import { useEventName } from '../../../ui'
import { PickMany } from './pick'
import type { EventType } from './pieces'
import { useEventOptions } from './vocabulary'

/** Which events are meant: of one kind, any of the names. */
export interface ChosenEvents {
  readonly type: EventType
  readonly events: readonly string[]
}

export interface EventPickProps {
  readonly value: ChosenEvents
  readonly label: string
  readonly placeholder: string
  readonly onChange: (value: ChosenEvents) => void
}

/** Names of events out of the catalogue, with how many came in lately; others can be typed. */
export function EventPick({ value, label, placeholder, onChange }: EventPickProps) {
  const { groups } = useEventOptions()
  const eventName = useEventName()
  const { type, events } = value
  const offered = events.length === 0 ? groups : groups.filter((group) => holdsType(group, type))
  return (
    <PickMany
      groups={offered}
      label={label}
      placeholder={placeholder}
      nameOf={(chosen) => eventName(partsOf(chosen))}
      values={events.map((name) => `${type} ${name}`)}
      valueOfTyped={(typed) => `${type} ${typed}`}
      onChange={(values) => onChange(eventsFrom(values))}
    />
  )
}

/** All of one kind: the kind of the first that was chosen. */
function eventsFrom(values: readonly string[]): ChosenEvents {
  const parted = values.map(partsOf)
  const type = parted[0]?.type ?? 'track'
  return { type, events: parted.filter((event) => event.type === type).map(({ name }) => name) }
}

function partsOf(value: string): { type: EventType; name: string } {
  const at = value.indexOf(' ')
  return { type: value.slice(0, at) as EventType, name: value.slice(at + 1) }
}

function holdsType(
  { options }: { readonly options: readonly { readonly value: string }[] },
  type: string,
): boolean {
  return options.some(({ value }) => value.startsWith(`${type} `))
}
