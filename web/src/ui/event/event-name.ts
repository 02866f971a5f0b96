import { useNamed } from '../../lib/texts'
import { eventTexts } from './texts'

/** The name of an event in the reader's language. Pages, identifications and the like are named by their type. */
export function useEventName(): (event: { readonly type: string; readonly name: string }) => string {
  const named = useNamed(eventTexts)
  return ({ type, name }) => (type === 'track' && name !== '' ? named('name', name) : named('type', type))
}
