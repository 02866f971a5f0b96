import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react'
import { readPreference, writePreference } from '../../lib/preferences'
import { useLocale } from '../../lib/texts'
import { antdTheme } from './antd-theme'
import { paletteStyleSheet } from './css-variables'

export const themeChoices = ['light', 'dark', 'system'] as const
export type ThemeChoice = (typeof themeChoices)[number]

interface ThemeState {
  readonly choice: ThemeChoice
  readonly isDark: boolean
  readonly choose: (choice: ThemeChoice) => void
}

const ThemeContext = createContext<ThemeState>({ choice: 'system', isDark: false, choose: () => undefined })
/** Somebody who asks their system for less motion gets none from us. */
export const prefersStill = window.matchMedia('(prefers-reduced-motion: reduce)')
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)')

/** Dresses the component kit and our own style sheets in the chosen theme and language. */
export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  const locale = useLocale()
  const state = useThemeState()
  const { isDark } = state

  useEffect(() => {
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
  }, [isDark])
  useEffect(() => {
    document.documentElement.lang = locale
    dayjs.locale(locale === 'zh-CN' ? 'zh-cn' : 'en')
  }, [locale])

  const theme = useMemo(() => antdTheme({ isDark, isStill: prefersStill.matches }), [isDark])
  return (
    <ThemeContext.Provider value={state}>
      <style>{paletteStyleSheet()}</style>
      <ConfigProvider
        theme={theme}
        locale={locale === 'zh-CN' ? zhCN : enUS}
        button={{ autoInsertSpace: false }}
        form={{ requiredMark: 'optional', colon: false }}
      >
        <App className="r-app" message={{ maxCount: 3 }}>
          {children}
        </App>
      </ConfigProvider>
    </ThemeContext.Provider>
  )
}

/** The chosen theme, whether it is dark now, and how to choose another. */
export function useThemeChoice(): ThemeState {
  return useContext(ThemeContext)
}

function useThemeState(): ThemeState {
  const [choice, setChoice] = useState(readChoice)
  const systemIsDark = useSyncExternalStore(watchSystem, () => prefersDark.matches)
  return useMemo(
    () => ({
      choice,
      isDark: choice === 'system' ? systemIsDark : choice === 'dark',
      choose: (next: ThemeChoice) => {
        writePreference('theme', next)
        setChoice(next)
      },
    }),
    [choice, systemIsDark],
  )
}

function readChoice(): ThemeChoice {
  const stored = readPreference('theme')
  return themeChoices.find((choice) => choice === stored) ?? 'system'
}

function watchSystem(onChange: () => void): () => void {
  prefersDark.addEventListener('change', onChange)
  return () => prefersDark.removeEventListener('change', onChange)
}
