import type { Endpoint } from '@rapport/contract'
import { problemSchema } from '@rapport/contract'
import { z } from 'zod'

type Json = Record<string, unknown>

const toSchema = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

/** The OpenAPI 3.1 document of the endpoints: made from the schemas that the server parses with. */
export function openApiDocument(endpoints: readonly Endpoint[], version: string): Json {
  const paths: Record<string, Json> = {}
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Rapport API',
      version,
      description: 'Everything that the console does. Errors are RFC 9457 problem+json with a stable `code`.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ apiKey: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key made under Settings → API keys.' },
        session: { type: 'apiKey', in: 'cookie', name: 'rapport_session' },
      },
      schemas: { Problem: toSchema(problemSchema, 'output') },
    },
  }
}

function operation(endpoint: Endpoint): Json {
  return {
    operationId: operationId(endpoint),
    summary: endpoint.summary,
    tags: [endpoint.tag],
    ...(endpoint.access === 'public' ? { security: [] } : { description: `Needs: ${endpoint.access}` }),
    parameters: [
      ...parameters(endpoint.params, 'path'),
      ...parameters(endpoint.query, 'query'),
      ...idempotencyHeader(endpoint),
    ],
    ...requestBody(endpoint),
    responses: { ...success(endpoint), default: problemAnswer },
  }
}

function operationId({ method, path }: Endpoint): string {
  const words = path
    .split('/')
    .filter(Boolean)
    .map((word) => (word.startsWith(':') ? `by-${word.slice(1)}` : word))
  return [method.toLowerCase(), ...words]
    .join('-')
    .replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return []
  const json = toSchema(schema, 'input') as { properties?: Record<string, Json>; required?: string[] }
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (json.required ?? []).includes(name),
    schema: property,
  }))
}

function idempotencyHeader(endpoint: Endpoint): Json[] {
  if (!endpoint.idempotent) return []
  return [
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      schema: { type: 'string', maxLength: 200 },
      description: 'A repeat with the same key gets the first answer and does nothing.',
    },
  ]
}

function requestBody(endpoint: Endpoint): Json {
  if (endpoint.bytes === 'request')
    return { requestBody: { required: true, content: { 'application/octet-stream': {} } } }
  if (!endpoint.body) return {}
  return {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: toSchema(endpoint.body, 'input') } },
    },
  }
}

function success(endpoint: Endpoint): Json {
  const status = endpoint.status ?? (endpoint.response ? 200 : 204)
  if (endpoint.bytes === 'response')
    return { 200: { description: 'The file', content: { 'application/octet-stream': {} } } }
  if (!endpoint.response) return { [status]: { description: 'Done' } }
  return {
    [status]: {
      description: 'Done',
      content: { 'application/json': { schema: toSchema(endpoint.response, 'output') } },
    },
  }
}

const problemAnswer: Json = {
  description: 'A problem',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}
