import {
  type ComputedDefinition,
  computedDefinitionSchema,
  type propertyValueTypes,
  type Rule,
  type TraitMeasure,
} from '@rapport/contract'
import {
  type DraftOccurrence,
  type DraftWindow,
  emptyOccurrence,
  emptyWindow,
  openOccurrence,
  openWindow,
  writeOccurrence,
  writeWindow,
} from '../builder/pieces'

export const measureKinds = [
  'count',
  'sum',
  'average',
  'max',
  'min',
  'distinct',
  'most_frequent',
  'last_value',
  'first_value',
  'last_time',
  'first_time',
] as const satisfies readonly TraitMeasure['kind'][]
export type MeasureKind = (typeof measureKinds)[number]
export type ValueAs = (typeof propertyValueTypes)[number]

/** What is measured, while it is being edited: what is not filled in yet is empty. */
export interface DraftFigure extends DraftOccurrence {
  readonly window: DraftWindow
  readonly measure: MeasureKind
  /** Of sums and the like: the amount of an order, or a field. */
  readonly of: 'value' | 'property'
  readonly property: string
  readonly as: ValueAs
}

/** A definition while it is being edited; both sides are kept, so that going back and forth loses nothing. */
export interface DraftDefinition {
  readonly kind: ComputedDefinition['kind']
  readonly figure: DraftFigure
}

const emptyFigure: DraftFigure = {
  ...emptyOccurrence,
  window: emptyWindow,
  measure: 'count',
  of: 'value',
  property: '',
  as: 'text',
}

export const emptyDefinition: DraftDefinition = { kind: 'events', figure: emptyFigure }

export function openDefinition(definition: ComputedDefinition): DraftDefinition {
  if (definition.kind === 'rule') return { kind: 'rule', figure: emptyFigure }
  return {
    kind: 'events',
    figure: {
      ...emptyFigure,
      ...openOccurrence(definition),
      ...openMeasure(definition.measure),
      window: openWindow(definition.window),
    },
  }
}

function openMeasure(measure: TraitMeasure): Partial<DraftFigure> {
  switch (measure.kind) {
    case 'sum':
    case 'average':
    case 'min':
    case 'max':
      return measure.of.kind === 'value'
        ? { measure: measure.kind, of: 'value' }
        : { measure: measure.kind, of: 'property', property: measure.of.property }
    case 'distinct':
      return { measure: measure.kind, property: measure.property }
    case 'first_value':
    case 'last_value':
    case 'most_frequent':
      return { measure: measure.kind, property: measure.property, as: measure.as }
    default:
      return { measure: measure.kind }
  }
}

export const isAmount = (kind: MeasureKind): boolean =>
  kind === 'sum' || kind === 'average' || kind === 'min' || kind === 'max'

export const isValue = (kind: MeasureKind): boolean =>
  kind === 'first_value' || kind === 'last_value' || kind === 'most_frequent'

/** Whether the measure reads a field of the events. */
export const readsProperty = ({ measure, of }: Pick<DraftFigure, 'measure' | 'of'>): boolean =>
  measure === 'distinct' || isValue(measure) || (isAmount(measure) && of === 'property')

function writeMeasure({ measure, of, property, as }: DraftFigure): object {
  if (isAmount(measure))
    return { kind: measure, of: of === 'value' ? { kind: 'value' } : { kind: 'property', property } }
  if (isValue(measure)) return { kind: measure, property, as }
  return measure === 'distinct' ? { kind: measure, property } : { kind: measure }
}

/** The definition that a draft means; null as long as something is missing. */
export function writeDefinition(draft: DraftDefinition, rule: Rule | null): ComputedDefinition | null {
  if (draft.kind === 'rule') return rule && { kind: 'rule', rule }
  const { figure } = draft
  const input = {
    ...writeOccurrence(figure),
    kind: 'events',
    window: writeWindow(figure.window),
    measure: writeMeasure(figure),
  }
  return computedDefinitionSchema.safeParse(input).data ?? null
}
