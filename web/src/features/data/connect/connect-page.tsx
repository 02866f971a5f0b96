import { Link } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../../lib/texts'
import { Card, CodeBox, Notice, TabSwitch, writeClipboard } from '../../../ui'
import { DataFrame } from '../data-frame'
import { type SnippetKind, snippetOf, snippets } from './snippets'
import { connectTexts } from './texts'

/** How data comes in: code for each kind of sender, with this server's address in it. */
export function ConnectPage() {
  const t = useTexts(connectTexts)
  const [kind, setKind] = useState<SnippetKind>('browser')
  const code = snippetOf(kind, { url: window.location.origin, key: t('placeholder') })
  return (
    <DataFrame lead={t('lead')}>
      <Notice tone="info">
        {t('key')} <Link to="/settings/keys">{t('makeKey')}</Link>
      </Notice>
      <TabSwitch
        label={t('lead')}
        tabs={snippets.map((key) => ({ key, label: t(key) }))}
        current={kind}
        onChange={setKind}
      >
        <Card title={t(kind)} extra={<CopyCode code={code} />}>
          <CodeBox label={t(kind)}>{code}</CodeBox>
        </Card>
      </TabSwitch>
      <Card title={t('file')} hint={t('fileHint')}>
        <Link to="/imports">{t('import')}</Link>
      </Card>
    </DataFrame>
  )
}

function CopyCode({ code }: { readonly code: string }) {
  const t = useTexts(connectTexts)
  const { message } = App.useApp()
  const copy = async () => {
    await writeClipboard(code)
    void message.success(t('copied'))
  }
  return (
    <Button size="small" onClick={() => void copy()}>
      {t('copy')}
    </Button>
  )
}
