import type { PlacedOperation } from './document'
import { type Shared, sampleOf } from './sample'

/** The call as a line for a shell, with `$RAPPORT` for the server's address and `$KEY` for an API key. */
export function curlExample(operation: PlacedOperation, shared: Shared): string {
  const { method, path, parameters, requestBody, responses } = operation
  const isPublic = operation['x-needs'] === 'public'
  const named = path.replace(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`)
  const asked = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map(({ name, schema }) => `${name}=${encodeURIComponent(String(sampleOf(schema, shared)))}`)
    .join('&')
  const json = requestBody?.content['application/json']?.schema
  const isDownload = Object.values(responses).some(({ content }) => content?.['application/octet-stream'])
  return [
    `curl ${method === 'GET' ? '' : `-X ${method} `}"$RAPPORT/api/v1${named}${asked && `?${asked}`}"`,
    !isPublic && '-H "Authorization: Bearer $KEY"',
    json && `-H 'Content-Type: application/json'`,
    json && `-d '${JSON.stringify(sampleOf(json, shared)).replaceAll("'", `'\\''`)}'`,
    requestBody && !json && '--data-binary @file',
    isDownload && '-o file',
  ]
    .filter(Boolean)
    .join(' \\\n  ')
}
