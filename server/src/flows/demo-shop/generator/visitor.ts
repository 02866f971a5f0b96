import { secondAt } from './calendar'
import { drawCategory, drawProduct } from './catalogue'
import { trafficSources } from './data/sources'
import { countLookMessages, drawLook, type Look } from './look'
import type { Language } from './person'
import { lastStart } from './purchases'
import { cumulate, domain, stream } from './random'
import type { World } from './world'

/** Somebody who only looks and is never known: a device, no name. */
export type Visitor = {
  readonly index: number
  readonly language: Language
  readonly channel: Look['channel']
  readonly sourceIndex: number
  readonly visits: readonly { readonly key: number; readonly startSec: number; readonly messages: number }[]
}

type VisitorCore = Omit<Visitor, 'visits'>

const weights = {
  'zh-CN': cumulate(trafficSources['zh-CN'].weights),
  en: cumulate(trafficSources.en.weights),
}

export function buildVisitor(world: World, index: number): Visitor {
  const core = drawVisitor(world.seed, index)
  const random = stream(world.seed, domain.visitTimes, index)
  const season = world.seasonOf(core.language, 0)
  const first = season.length * random.unit()
  const count = random.chance(0.7) ? 1 : random.between(2, 3)
  const visits = Array.from({ length: count }, (_, key) => {
    const startSec = secondAt(season, first + key * random.exponential(4))
    return { key, startSec, messages: countLookMessages(composeVisit(world.seed, core, key)) }
  })
  return { ...core, visits: visits.filter(({ startSec }) => startSec <= lastStart(world)) }
}

export function drawVisitor(seed: number, index: number): VisitorCore {
  const random = stream(seed, domain.visitor, index)
  const language: Language = random.chance(0.6) ? 'zh-CN' : 'en'
  const channel = language === 'zh-CN' && random.chance(0.6) ? 'wechat' : 'web'
  return { index, language, channel, sourceIndex: random.weighted(weights[language]) }
}

export function composeVisit(seed: number, { index, channel }: VisitorCore, key: number): Look {
  const random = stream(seed, domain.visitor, index, key + 1)
  const interest = drawCategory(random)
  return drawLook(random, channel, () => drawProduct(random, interest, 0))
}
