/** The parts of an OpenAPI document that the page shows. */
export interface ApiDocument {
  readonly info: { readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

export interface ApiOperation {
  readonly operationId: string
  readonly summary: string
  readonly tags: readonly string[]
  /** The permission, `signed-in` or `public`. */
  readonly 'x-needs': string
  readonly parameters: readonly ApiParameter[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}

export interface ApiParameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly schema: Schema
}

export type Content = Readonly<Record<string, { readonly schema?: Schema }>>

/** JSON Schema as zod writes it. */
export interface Schema {
  readonly type?: string
  readonly $ref?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly prefixItems?: readonly Schema[]
  readonly additionalProperties?: Schema | boolean
  readonly propertyNames?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly format?: string
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
}

/** One operation with its address. */
export interface PlacedOperation extends ApiOperation {
  readonly method: string
  readonly path: string
}

/** Operations by tag, both in the order in which they were declared. Tags differ by more than their capitals. */
export function operationsByTag({ paths }: ApiDocument): Map<string, PlacedOperation[]> {
  const groups = new Map<string, PlacedOperation[]>()
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = (operation.tags[0] ?? '').toLowerCase()
      const group = groups.get(tag) ?? []
      groups.set(tag, [...group, { ...operation, method: method.toUpperCase(), path }])
    }
  }
  return groups
}

const componentPrefix = '#/components/schemas/'

/** The name of the component that a reference points to. */
export function referredName({ $ref }: Schema): string | null {
  return $ref?.startsWith(componentPrefix) ? $ref.slice(componentPrefix.length) : null
}
