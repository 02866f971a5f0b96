import { html } from 'hono/html'
import { curlExample } from './curl'
import type { ApiParameter, Content, PlacedOperation, Schema } from './document'
import type { Shared } from './sample'
import { type SchemaRow, schemaRows } from './schema-rows'
import type { ApiTexts } from './texts'

/** One call, folded: what it does, and inside what it takes, what it answers and how it is called. */
export function operationPart(operation: PlacedOperation, shared: Shared, t: ApiTexts) {
  const { operationId, method, path, summary, parameters, requestBody } = operation
  const needs = operation['x-needs']
  return html`<details class="call" id="${operationId}" data-find="${`${method} ${path} ${summary} ${needs}`.toLowerCase()}">
<summary><span class="method ${method.toLowerCase()}">${method}</span> <code>${path}</code> <span class="says">${summary}</span></summary>
<div class="inside">
<p>${t.needs}${needsPart(needs, t)}</p>
${parameters.length > 0 ? html`<h3>${t.parameters}</h3>${parameterTable(parameters, t)}` : ''}
${requestBody ? html`<h3>${t.body}</h3>${contentPart(requestBody.content, t, 'request')}` : ''}
${answersPart(operation, t)}
<h3>${t.example}</h3>
<pre tabindex="0">${curlExample(operation, shared)}</pre>
</div></details>`
}

function needsPart(needs: string, t: ApiTexts) {
  if (needs === 'public') return t.public
  return needs === 'signed-in' ? t.signedIn : html`<code>${needs}</code>`
}

function parameterTable(parameters: readonly ApiParameter[], t: ApiTexts) {
  const places = { path: t.inPath, query: t.inQuery, header: t.inHeader }
  const rows = parameters.flatMap(({ name, in: place, required, schema }) =>
    schemaRows({ type: 'object', properties: { [name]: schema }, required: required ? [name] : [] }, t).map(
      (row) => ({ ...row, notes: [places[place], row.notes].filter(Boolean).join(', ') }),
    ),
  )
  return rowTable(rows, t)
}

function answersPart({ responses }: PlacedOperation, t: ApiTexts) {
  return Object.entries(responses)
    .filter(([status]) => status !== 'default')
    .map(
      ([status, { content }]) =>
        html`<h3>${t.answer} ${status}</h3>${content ? contentPart(content, t, 'answer') : html`<p>${t.nothing}</p>`}`,
    )
}

/** An answer has all its fields: only what is to be sent says which are required. */
function contentPart(content: Content, t: ApiTexts, direction: 'request' | 'answer') {
  const schema = content['application/json']?.schema
  if (!schema) return html`<p>${t.file}</p>`
  const rows = schemaRows(schema, t)
  return rowTable(direction === 'request' ? rows : rows.map((row) => ({ ...row, isRequired: false })), t)
}

export function schemaTable(schema: Schema, t: ApiTexts) {
  return rowTable(schemaRows(schema, t), t)
}

function rowTable(rows: readonly SchemaRow[], t: ApiTexts) {
  return html`<div class="table" tabindex="0" role="group" aria-label="${t.name}"><table>
<thead><tr><th>${t.name}</th><th>${t.type}</th><th>${t.notes}</th></tr></thead>
<tbody>${rows.map((row) => rowPart(row, t))}</tbody></table></div>`
}

/** Deeper lines are not set in further. */
const depthMax = 7

function rowPart({ depth, name, type, refersTo, isRequired, notes }: SchemaRow, t: ApiTexts) {
  const typeText = refersTo ? html`<a href="#schema-${refersTo}">${type}</a>` : type
  return html`<tr><td class="d${Math.min(depth, depthMax)}"><code>${name}</code>${isRequired ? html` <em>${t.required}</em>` : ''}</td><td>${typeText}</td><td>${notes}</td></tr>`
}
