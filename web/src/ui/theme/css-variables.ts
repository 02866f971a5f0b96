import { darkPalette, lightPalette, type Palette } from './palette'

/** The palettes as `--r-…` custom properties, for our own style sheets. */
export function paletteStyleSheet(): string {
  return `:root{color-scheme:light;${variablesOf(lightPalette)}}:root[data-theme='dark']{color-scheme:dark;${variablesOf(darkPalette)}}`
}

function variablesOf(palette: Palette): string {
  const { series, ...colours } = palette
  const named = Object.entries(colours).map(([name, value]) => `--r-${kebab(name)}:${value};`)
  const numbered = series.map((value, index) => `--r-series-${index + 1}:${value};`)
  return [...named, ...numbered].join('')
}

function kebab(name: string): string {
  return name.replaceAll(/([A-Z]|\d)/g, (sign) => `-${sign.toLowerCase()}`)
}
