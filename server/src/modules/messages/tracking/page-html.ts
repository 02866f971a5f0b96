import type { MessageLocale } from '@rapport/contract'
import { encodeAttribute } from '../templates/own-tags'

const style = `
:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f4f5f7;color:#1f2329;
font:16px/1.6 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}
main{box-sizing:border-box;width:min(28rem,calc(100vw - 2rem));padding:2.5rem 2rem;background:#fff;border-radius:12px;
box-shadow:0 1px 3px rgba(0,0,0,.08);text-align:center}
h1{margin:0 0 .25rem;font-size:1.25rem}
p{margin:.75rem 0;overflow-wrap:anywhere}
.shop{color:#646a73;font-size:.875rem}
button{margin-top:1rem;min-height:44px;padding:.5rem 1.75rem;border:0;border-radius:8px;background:#1f5eff;color:#fff;font:inherit;cursor:pointer}
button.quiet{background:transparent;color:#1f5eff;border:1px solid currentColor}
@media(prefers-color-scheme:dark){body{background:#17181a;color:#e8e9eb}main{background:#232528}.shop{color:#9aa0a8}button.quiet{color:#7aa2ff}}
`

export interface PageContent {
  readonly locale: MessageLocale
  readonly shop: string
  readonly title: string
  readonly lines: readonly string[]
  readonly button: { readonly label: string; readonly action: string; readonly isQuiet: boolean } | null
}

/** A page of one question, without scripts. Everything shown is escaped here. */
export function pageHtml({ locale, shop, title, lines, button }: PageContent): string {
  const form = button
    ? `<form method="post"><button name="action" value="${encodeAttribute(button.action)}"${button.isQuiet ? ' class="quiet"' : ''}>${encodeAttribute(button.label)}</button></form>`
    : ''
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${encodeAttribute(title)}</title><style>${style}</style></head>
<body><main><h1>${encodeAttribute(title)}</h1>${shop ? `<p class="shop">${encodeAttribute(shop)}</p>` : ''}
${lines.map((line) => `<p>${encodeAttribute(line)}</p>`).join('\n')}
${form}</main></body></html>`
}
