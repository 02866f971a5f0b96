import type { TraitMeasure } from '@rapport/contract'
import type { Writer } from './write'

/** A figure of some events in Chinese; `events` are the events as things. */
export function measuredInChinese(measure: TraitMeasure, events: string, write: Writer): string {
  switch (measure.kind) {
    case 'count':
      return `${events}的次数`
    case 'distinct':
      return `${events}的${write.property(measure.property)}有多少个不同的值`
    case 'sum':
    case 'average':
    case 'min':
    case 'max': {
      const figure = { sum: '合计', average: '平均值', min: '最小值', max: '最大值' }[measure.kind]
      const of = measure.of.kind === 'value' ? '金额' : write.property(measure.of.property)
      return `${events}的${of}${figure}`
    }
    case 'first_value':
      return `首次${events}的${write.property(measure.property)}`
    case 'last_value':
      return `最近一次${events}的${write.property(measure.property)}`
    case 'most_frequent':
      return `${events}中最常见的${write.property(measure.property)}`
    case 'first_time':
      return `首次${events}的时间`
    case 'last_time':
      return `最近一次${events}的时间`
  }
}

/** The same in English. */
export function measuredInEnglish(measure: TraitMeasure, events: string, write: Writer): string {
  switch (measure.kind) {
    case 'count':
      return `Number of ${events}`
    case 'distinct':
      return `Number of different values of ${write.property(measure.property)} in ${events}`
    case 'sum':
    case 'average':
    case 'min':
    case 'max': {
      const figure = { sum: 'Total', average: 'Average', min: 'Smallest', max: 'Largest' }[measure.kind]
      const of = measure.of.kind === 'value' ? 'value' : write.property(measure.of.property)
      return `${figure} ${of} of ${events}`
    }
    case 'first_value':
      return `${capital(write.property(measure.property))} of the first of the ${events}`
    case 'last_value':
      return `${capital(write.property(measure.property))} of the last of the ${events}`
    case 'most_frequent':
      return `Most frequent ${write.property(measure.property)} of ${events}`
    case 'first_time':
      return `Time of the first of the ${events}`
    case 'last_time':
      return `Time of the last of the ${events}`
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
