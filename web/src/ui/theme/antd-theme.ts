import { type ThemeConfig, theme } from 'antd'
import { darkPalette, lightPalette, type Palette } from './palette'

/** System fonts, with the Chinese face of each platform; nothing is fetched. */
const fontFamily =
  "'Inter', 'SF Pro Text', -apple-system, BlinkMacSystemFont, 'Segoe UI', 'PingFang SC', 'HarmonyOS Sans SC', 'MiSans', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'Helvetica Neue', sans-serif"
const fontFamilyCode =
  "ui-monospace, 'SF Mono', 'JetBrains Mono', 'Cascadia Mono', Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace"

/** The component kit in our colours, measures and letters; without movement for those who asked their system for none. */
export function antdTheme({ isDark, isStill }: { isDark: boolean; isStill: boolean }): ThemeConfig {
  const p = isDark ? darkPalette : lightPalette
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    cssVar: { key: isDark ? 'rapport-dark' : 'rapport-light' },
    hashed: false,
    token: { ...measures, ...coloursOf(p), motion: !isStill },
    components: componentsOf(p),
  }
}

const measures = {
  fontFamily,
  fontFamilyCode,
  fontSize: 14,
  borderRadius: 8,
  borderRadiusLG: 12,
  borderRadiusSM: 6,
  borderRadiusXS: 4,
  controlHeight: 34,
  controlHeightLG: 42,
  controlHeightSM: 26,
  motionDurationMid: '0.16s',
  motionDurationSlow: '0.22s',
  wireframe: false,
} satisfies ThemeConfig['token']

function coloursOf(p: Palette): ThemeConfig['token'] {
  return {
    colorPrimary: p.brand,
    colorPrimaryHover: p.brandHover,
    colorPrimaryActive: p.brandActive,
    colorPrimaryBg: p.brandSoft,
    colorPrimaryBgHover: p.brandSoft,
    colorPrimaryBorder: p.brandLine,
    colorPrimaryBorderHover: p.brandLine,
    colorPrimaryText: p.brand,
    colorPrimaryTextHover: p.brandHover,
    colorPrimaryTextActive: p.brandActive,
    colorLink: p.brand,
    colorLinkHover: p.brandHover,
    colorLinkActive: p.brandActive,
    colorSuccess: p.good,
    colorSuccessText: p.good,
    colorSuccessBg: p.goodSoft,
    colorSuccessBorder: p.goodSoft,
    colorWarning: p.warn,
    colorWarningText: p.warn,
    colorWarningBg: p.warnSoft,
    colorWarningBorder: p.warnSoft,
    colorError: p.bad,
    colorErrorText: p.bad,
    colorErrorHover: p.bad,
    colorErrorBg: p.badSoft,
    colorErrorBorder: p.badSoft,
    colorInfo: p.info,
    colorInfoText: p.info,
    colorInfoBg: p.infoSoft,
    colorInfoBorder: p.infoSoft,
    colorBgLayout: p.sheet,
    colorBgBase: p.card,
    colorBgContainer: p.card,
    colorBgElevated: p.card,
    colorBgSpotlight: p.tooltip,
    colorTextLightSolid: p.onSolid,
    colorText: p.ink,
    colorTextHeading: p.ink,
    colorTextSecondary: p.ink2,
    colorTextTertiary: p.ink3,
    colorTextDescription: p.ink3,
    colorTextPlaceholder: p.ink3,
    colorTextDisabled: p.ink3,
    colorTextQuaternary: p.ink3,
    colorIcon: p.ink3,
    colorBorder: p.lineStrong,
    colorBorderSecondary: p.line,
    colorSplit: p.line,
    colorFillAlter: p.fill,
    colorFillQuaternary: p.fill,
    boxShadow: '0 12px 32px rgb(8 24 18 / 14%), 0 2px 6px rgb(8 24 18 / 8%)',
    boxShadowSecondary: '0 12px 32px rgb(8 24 18 / 16%), 0 2px 6px rgb(8 24 18 / 8%)',
    controlOutline: 'color-mix(in srgb, var(--r-brand) 22%, transparent)',
    controlOutlineWidth: 3,
  }
}

function componentsOf(p: Palette): ThemeConfig['components'] {
  return {
    Button: {
      fontWeight: 500,
      primaryColor: p.onSolid,
      dangerColor: p.onSolid,
      primaryShadow: 'none',
      defaultShadow: 'none',
      dangerShadow: 'none',
    },
    Table: {
      headerBg: p.card,
      headerColor: p.ink3,
      headerSplitColor: 'transparent',
      rowHoverBg: p.fill,
      borderColor: p.line,
      cellPaddingBlock: 11,
      cellPaddingInline: 14,
      cellPaddingBlockMD: 11,
      cellPaddingInlineMD: 14,
      headerBorderRadius: 12,
    },
    Card: { headerFontSize: 15 },
    Tabs: { titleFontSize: 14, itemColor: p.ink2, horizontalItemPadding: '10px 2px' },
    Segmented: { trackBg: p.fill, itemColor: p.ink2, itemSelectedColor: p.ink, itemSelectedBg: p.raised },
    Menu: { itemBorderRadius: 8 },
    Modal: { titleFontSize: 17 },
    Tag: { defaultBg: p.fill, defaultColor: p.ink2 },
    Form: { labelColor: p.ink2, verticalLabelPadding: '0 0 6px' },
    Tooltip: { colorTextLightSolid: p.card },
    Progress: { defaultColor: p.brand, remainingColor: p.line },
    Switch: { colorTextQuaternary: p.ink3, colorTextTertiary: p.ink2 },
  }
}
