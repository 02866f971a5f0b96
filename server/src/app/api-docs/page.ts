import { html, raw } from 'hono/html'
import { type ApiDocument, operationsByTag } from './document'
import { script, style } from './look'
import { operationPart, schemaTable } from './operation'
import { basics, type Locale, tagNames, texts } from './texts'

/** The whole page for one language. Nothing on it comes from anywhere else. */
export async function apiDocsPage(document: ApiDocument, locale: Locale): Promise<string> {
  const t = texts[locale]
  const { schemas } = document.components
  const groups = [...operationsByTag(document)]
  const nameOf = (tag: string) => tagNames[locale][tag] ?? tag
  const page = html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${t.title}</title><link rel="icon" href="/mark.svg"><style>${raw(style)}</style></head><body>
<header><h1>${t.title} <small>${document.info.version}</small></h1>
<label><span class="hidden">${t.search}</span><input type="search" placeholder="${t.search}: ${t.searchHint}" autocomplete="off"></label>
<a href="/api/v1/openapi.json">${t.document}</a><a href="/">${t.console}</a>${languageLink(locale)}</header>
<div class="frame"><nav aria-label="${t.contents}"><ul>
${groups.map(([tag, operations]) => html`<li><a href="#group-${tag}">${nameOf(tag)}</a> ${operations.length}</li>`)}
<li><a href="#schemas">${t.schemas}</a></li></ul></nav>
<main><p>${t.lead}</p>${basicsPart(locale)}
${groups.map(
  ([tag, operations]) => html`<section data-group id="group-${tag}"><h2>${nameOf(tag)}</h2>
${operations.map((operation) => operationPart(operation, schemas, t))}</section>`,
)}
<p id="none" role="status" hidden>${t.noneFound}</p>
<section id="rest"><h2 id="schemas">${t.schemas}</h2>
${Object.entries(schemas).map(
  ([name, schema]) => html`<h3 id="schema-${name}">${name}</h3>${schemaTable(schema, t)}`,
)}</section></main></div><script>${raw(script)}</script></body></html>`
  return String(await page)
}

function basicsPart(locale: Locale) {
  const t = texts[locale]
  return html`<h2 id="basics">${t.basics}</h2>
<pre tabindex="0">RAPPORT=<span id="origin">http://127.0.0.1:7310</span>
KEY=rpk_…</pre>
<dl>${basics[locale].map(([name, says]) => html`<dt>${name}</dt><dd>${says}</dd>`)}</dl>`
}

function languageLink(locale: Locale) {
  return locale === 'en'
    ? html`<a href="?lang=zh-CN" hreflang="zh-CN" lang="zh-CN">中文</a>`
    : html`<a href="?lang=en" hreflang="en" lang="en">English</a>`
}
