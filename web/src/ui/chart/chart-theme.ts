import { darkPalette, lightPalette, type Palette } from '../theme/palette'

/** The look of charts in a theme of echarts. Colours are values, not variables: the drawing is not styled by CSS. */
export function chartTheme(isDark: boolean): object {
  const p = chartPalette(isDark)
  const axis = {
    axisLine: { show: false, lineStyle: { color: p.lineStrong } },
    axisTick: { show: false },
    axisLabel: { color: p.ink3, fontSize: 12, hideOverlap: true },
    splitLine: { lineStyle: { color: p.line } },
    nameTextStyle: { color: p.ink3 },
  }
  return {
    color: [...p.series],
    backgroundColor: 'transparent',
    textStyle: { fontFamily: 'inherit', color: p.ink2 },
    categoryAxis: {
      ...axis,
      axisLine: { show: true, lineStyle: { color: p.line } },
      splitLine: { show: false },
    },
    valueAxis: axis,
    timeAxis: { ...axis, axisLine: { show: true, lineStyle: { color: p.line } }, splitLine: { show: false } },
    legend: { textStyle: { color: p.ink2 }, icon: 'roundRect', itemWidth: 10, itemHeight: 10, itemGap: 16 },
    line: { smooth: 0.25, symbol: 'circle', symbolSize: 6, showSymbol: false, lineStyle: { width: 2.2 } },
    bar: { barMaxWidth: 36, itemStyle: { borderRadius: [4, 4, 0, 0] } },
    tooltip: {
      backgroundColor: p.card,
      borderColor: p.line,
      textStyle: { color: p.ink, fontSize: 13 },
      extraCssText: 'border-radius:10px;box-shadow:0 10px 28px rgb(8 24 18 / 16%);',
      axisPointer: { lineStyle: { color: p.lineStrong }, crossStyle: { color: p.lineStrong } },
    },
  }
}

/** The palette that a chart in this theme draws with. */
export function chartPalette(isDark: boolean): Palette {
  return isDark ? darkPalette : lightPalette
}
