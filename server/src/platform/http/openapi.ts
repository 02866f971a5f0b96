import type { Endpoint } from '@rapport/contract'
import { problemSchema } from '@rapport/contract'
import type { z } from 'zod'
import { createSchemas, type Json, type Schemas } from './openapi-schemas'

/** The OpenAPI 3.1 document of the endpoints: made from the schemas that the server parses with. */
export function openApiDocument(endpoints: readonly Endpoint[], version: string): Json {
  const schemas = createSchemas()
  const problem = schemas.of(problemSchema, 'output')
  const paths: Record<string, Json> = {}
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint, schemas) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Rapport API',
      version,
      description: 'Everything that the console does. Errors are RFC 9457 problem+json with a stable `code`.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ apiKey: [] }, { session: [], workspace: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key made under Settings → API keys.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'rapport_session',
          description: 'Set by POST /session; it goes together with the header Rapport-Workspace.',
        },
        workspace: {
          type: 'apiKey',
          in: 'header',
          name: 'Rapport-Workspace',
          description:
            'The id of the workspace that a call with the cookie is for, or `none` where no workspace is needed. An API key says its workspace by itself.',
        },
      },
      schemas: { Problem: problem, ...schemas.shared() },
    },
  }
}

function operation(endpoint: Endpoint, schemas: Schemas): Json {
  return {
    operationId: operationId(endpoint),
    summary: endpoint.summary,
    tags: [endpoint.tag],
    ...(endpoint.access === 'public' ? { security: [] } : { description: `Needs: ${endpoint.access}` }),
    'x-needs': endpoint.access,
    parameters: [
      ...parameters(endpoint.params, 'path', schemas),
      ...parameters(endpoint.query, 'query', schemas),
      ...idempotencyHeader(endpoint),
    ],
    ...requestBody(endpoint, schemas),
    responses: { ...success(endpoint, schemas), default: problemAnswer },
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

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query', schemas: Schemas): Json[] {
  if (!schema) return []
  const json = schemas.of(schema, 'input') as { properties?: Record<string, Json>; required?: string[] }
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

function requestBody(endpoint: Endpoint, schemas: Schemas): Json {
  if (endpoint.bytes === 'request')
    return { requestBody: { required: true, content: { 'application/octet-stream': {} } } }
  if (!endpoint.body) return {}
  return {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: schemas.of(endpoint.body, 'input') } },
    },
  }
}

function success(endpoint: Endpoint, schemas: Schemas): Json {
  const status = endpoint.status ?? (endpoint.response ? 200 : 204)
  if (endpoint.bytes === 'response')
    return { 200: { description: 'The file', content: { 'application/octet-stream': {} } } }
  if (!endpoint.response) return { [status]: { description: 'Done' } }
  return {
    [status]: {
      description: 'Done',
      content: { 'application/json': { schema: schemas.of(endpoint.response, 'output') } },
    },
  }
}

const problemAnswer: Json = {
  description: 'A problem',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}
