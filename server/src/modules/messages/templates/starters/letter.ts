/** The pieces that every starter letter is made of; what is between them is the author's. */
export interface Letter {
  readonly accent: string
  readonly eyebrow: string
  readonly headline: string
  readonly greeting: string
  readonly paragraphs: readonly string[]
  /** Three short reasons, or none. */
  readonly points: readonly { readonly title: string; readonly text: string }[]
  readonly button: { readonly label: string; readonly href: string }
  readonly closing: string
  readonly footer: { readonly reason: string; readonly unsubscribe: string; readonly preferences: string }
}

const fonts = `-apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', Helvetica, Arial, sans-serif`

/** A letter as MJML, indented so that it is pleasant to go on from. */
export function letterMjml(letter: Letter): string {
  return `<mjml>
  <mj-head>
    <mj-attributes>
      <mj-all font-family="${fonts}" />
      <mj-text font-size="16px" line-height="1.7" color="#33373d" padding="0 32px 16px" />
      <mj-button font-size="16px" font-weight="600" background-color="${letter.accent}" border-radius="8px" inner-padding="14px 32px" padding="8px 32px 32px" />
    </mj-attributes>
    <mj-style>
      a { color: ${letter.accent}; }
    </mj-style>
  </mj-head>
  <mj-body background-color="#f2f3f5" width="600px">

    <mj-section padding="32px 16px 12px">
      <mj-column>
        <mj-text align="center" font-size="15px" font-weight="600" color="#646a73" padding="0">{{ workspace.name }}</mj-text>
      </mj-column>
    </mj-section>

    <mj-section background-color="${letter.accent}" border-radius="12px 12px 0 0" padding="40px 0 32px">
      <mj-column>
        <mj-text align="center" font-size="13px" color="#ffffff" padding="0 32px 8px">${letter.eyebrow}</mj-text>
        <mj-text align="center" font-size="28px" line-height="1.35" font-weight="700" color="#ffffff" padding="0 32px">${letter.headline}</mj-text>
      </mj-column>
    </mj-section>

    <mj-section background-color="#ffffff" padding="32px 0 0">
      <mj-column>
        <mj-text>${letter.greeting}</mj-text>
${letter.paragraphs.map((text) => `        <mj-text>${text}</mj-text>`).join('\n')}
      </mj-column>
    </mj-section>
${pointsMjml(letter)}
    <mj-section background-color="#ffffff" border-radius="0 0 12px 12px" padding="8px 0 0">
      <mj-column>
        <mj-button href="${letter.button.href}">${letter.button.label}</mj-button>
        <mj-text color="#646a73" font-size="14px" padding="0 32px 32px">${letter.closing}</mj-text>
      </mj-column>
    </mj-section>

    <mj-section padding="20px 16px 40px">
      <mj-column>
        <mj-text align="center" font-size="12px" line-height="1.8" color="#8a9099" padding="0">
          ${letter.footer.reason}<br />
          <a href="{{ unsubscribe_url }}" style="color:#8a9099">${letter.footer.unsubscribe}</a>
          &nbsp;·&nbsp;
          <a href="{{ preference_url }}" style="color:#8a9099">${letter.footer.preferences}</a>
        </mj-text>
      </mj-column>
    </mj-section>

  </mj-body>
</mjml>
`
}

function pointsMjml({ points, accent }: Letter): string {
  if (points.length === 0) return ''
  const columns = points.map(
    ({ title, text }) => `      <mj-column padding="0 8px">
        <mj-text font-size="15px" font-weight="700" color="${accent}" padding="0 16px 4px">${title}</mj-text>
        <mj-text font-size="14px" line-height="1.6" padding="0 16px 16px">${text}</mj-text>
      </mj-column>`,
  )
  return `
    <mj-section background-color="#ffffff" padding="8px 8px 0">
${columns.join('\n')}
    </mj-section>
`
}
