/** Every colour of the console, once for light and once for dark. Names say the use, not the hue. */
export interface Palette {
  /** Behind everything: the frame with the navigation. */
  readonly canvas: string
  /** The sheet that pages lie on. */
  readonly sheet: string
  /** Cards, tables and pop-ups. */
  readonly card: string
  /** A quiet fill inside cards: table heads, code, hovered rows. */
  readonly fill: string
  /** The chosen one among neighbours: segments, switches. */
  readonly raised: string
  readonly line: string
  readonly lineStrong: string
  /** Text: first, second and third rank; all three pass AA on canvas, sheet and card. */
  readonly ink: string
  readonly ink2: string
  readonly ink3: string
  readonly brand: string
  readonly brandHover: string
  readonly brandActive: string
  readonly brandSoft: string
  readonly brandLine: string
  /** Text on a brand or status fill. */
  readonly onSolid: string
  readonly accent: string
  readonly good: string
  readonly goodSoft: string
  readonly warn: string
  readonly warnSoft: string
  readonly bad: string
  readonly badSoft: string
  readonly info: string
  readonly infoSoft: string
  readonly tooltip: string
  /** Series of charts, in the order of use; told apart by people with colour-blindness up to the sixth. */
  readonly series: readonly string[]
}

export const lightPalette: Palette = {
  canvas: '#eef2f0',
  sheet: '#f8faf9',
  card: '#ffffff',
  fill: '#f0f4f2',
  raised: '#ffffff',
  line: '#e0e7e3',
  lineStrong: '#c5d0ca',
  ink: '#13211c',
  ink2: '#43544d',
  ink3: '#596a63',
  brand: '#0b6b57',
  brandHover: '#0a7d66',
  brandActive: '#075443',
  brandSoft: '#e2f1eb',
  brandLine: '#b4d9cc',
  onSolid: '#ffffff',
  accent: '#c9431d',
  good: '#127347',
  goodSoft: '#e0f3e8',
  warn: '#8a5a00',
  warnSoft: '#fdf1d8',
  bad: '#b8322a',
  badSoft: '#fce8e5',
  info: '#2559a8',
  infoSoft: '#e6eefa',
  tooltip: '#1b2a25',
  series: ['#0f8a6f', '#e0703a', '#4a66d1', '#d8a21b', '#b14a8f', '#3a9cc4', '#7d8c2c', '#7b8a84'],
}

export const darkPalette: Palette = {
  canvas: '#0a0f0d',
  sheet: '#101715',
  card: '#16201c',
  fill: '#1c2723',
  raised: '#35443d',
  line: '#26332d',
  lineStrong: '#3b4b44',
  ink: '#e9f0ed',
  ink2: '#b3c2bb',
  ink3: '#91a29a',
  brand: '#4cc9a4',
  brandHover: '#6bd8b8',
  brandActive: '#35b18d',
  brandSoft: '#143329',
  brandLine: '#255545',
  onSolid: '#06231a',
  accent: '#ff8a5c',
  good: '#57cd8d',
  goodSoft: '#12311f',
  warn: '#e9b44c',
  warnSoft: '#35290f',
  bad: '#ff8b80',
  badSoft: '#3b1c19',
  info: '#84b1f5',
  infoSoft: '#18273f',
  tooltip: '#dde7e2',
  series: ['#3fbf9a', '#f08a55', '#8498f0', '#e6bd4d', '#d67bb6', '#62bbdf', '#a9b858', '#94a49d'],
}
