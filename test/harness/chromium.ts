import { type Browser, chromium } from 'playwright-core'
import { chromiumFiles } from './chromium-files'

const FLAGS = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
  // Tests reach this machine only; a page that asks for anything else gets "name not resolved".
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
]

/**
 * Launches a headless Chromium that writes Chinese: the one named by CHROMIUM_PATH, else the one npm brings
 * with its libraries. Close it with `browser.close()`; it also ends when this process ends.
 */
export async function launchBrowser(): Promise<Browser> {
  const { executable, libraries, fontsConfig } = await chromiumFiles()
  const own = process.env.CHROMIUM_PATH
  const env = { ...process.env, FONTCONFIG_FILE: fontsConfig }
  return chromium.launch({
    executablePath: own || executable,
    args: FLAGS,
    env: own ? env : { ...env, LD_LIBRARY_PATH: libraries },
  })
}
