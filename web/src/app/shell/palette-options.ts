import { useNavigate } from '@tanstack/react-router'
import { changeLocale, locales } from '../../lib/i18n'
import { useMay } from '../../lib/session'
import { useLocale, useTexts } from '../../lib/texts'
import { type IconName, useThemeChoice } from '../../ui'
import { navigation, quickActions } from '../navigation'
import { appTexts } from '../texts'

export interface PaletteOption {
  readonly key: string
  readonly group: string
  readonly label: string
  readonly note?: string
  readonly icon: IconName
  /** Other words that find it. */
  readonly also?: string
  readonly run: () => void
}

/** Every page and action the palette knows, in the reader's language; found by the words of either. */
export function usePaletteOptions(): readonly PaletteOption[] {
  const t = useTexts(appTexts)
  const may = useMay()
  const locale = useLocale()
  const navigate = useNavigate()
  const { isDark, choose } = useThemeChoice()
  const other = locales.find((candidate) => candidate !== locale) ?? 'en'
  const inBoth = (key: keyof (typeof appTexts.catalogue)['en']) =>
    locales.map((one) => appTexts.catalogue[one][key]).join(' ')

  const places = navigation.flat().filter(({ needs }) => may(needs))
  const pages = places.flatMap(({ label, to, icon, children }): PaletteOption[] => [
    {
      key: to,
      group: t('pages'),
      label: t(label),
      icon,
      also: inBoth(label),
      run: () => void navigate({ to }),
    },
    ...(children ?? [])
      .filter((child) => child.to !== to)
      .map((child) => ({
        key: child.to,
        group: t('pages'),
        label: t(child.label),
        note: t(label),
        icon,
        also: inBoth(child.label),
        run: () => void navigate({ to: child.to }),
      })),
  ])
  const begin = quickActions
    .filter(({ needs }) => may(needs))
    .map(({ label, to }) => ({
      key: to,
      group: t('actions'),
      label: t(label),
      icon: 'plus' as const,
      also: inBoth(label),
      run: () => void navigate({ to }),
    }))
  const dress: PaletteOption[] = [
    {
      key: 'theme',
      group: t('actions'),
      label: `${t('theme')}: ${t(isDark ? 'theme.light' : 'theme.dark')}`,
      icon: isDark ? 'sun' : 'moon',
      also: 'theme dark light 深色 浅色',
      run: () => choose(isDark ? 'light' : 'dark'),
    },
    {
      key: 'locale',
      group: t('actions'),
      label: other === 'en' ? 'Switch to English' : '切换到中文',
      icon: 'language',
      also: 'language english chinese 语言 中文 英文',
      run: () => void changeLocale(other),
    },
  ]
  return [...pages, ...begin, ...dress]
}

/** Those that hold every word typed, in any order. */
export function matching(options: readonly PaletteOption[], typed: string): readonly PaletteOption[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return options.filter(({ label, note, also }) => {
    const text = `${label} ${note ?? ''} ${also ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
