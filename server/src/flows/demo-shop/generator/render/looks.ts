import type { Act } from '../acts'
import type { DemoProduct } from '../catalogue'
import { demoCategories } from '../catalogue'
import { composeLook, type Look } from '../look'
import type { Language } from '../person'
import { composeVisit, drawVisitor } from '../visitor'
import type { World } from '../world'
import { campaignLink } from './campaigns'
import { currency, lineProperties, productProperties, yuan } from './products'
import type { Teller } from './teller'
import {
  type Arrival,
  buildContext,
  buildVisit,
  type Link,
  linkOf,
  primaryDevice,
  sourceOf,
  type Visit,
  visitorDeviceId,
} from './visit'

/** A customer looks around; before registering, the shop does not know who it is. */
export function tellLook(world: World, act: Act, teller: Teller, isAnonymous: boolean): void {
  const person = world.personOf(act.person)
  const look = composeLook(world.seed, person, act.key)
  const link =
    act.click > 0
      ? campaignLink(world, act.click - 1, person.language)
      : linkOf(person, isAnonymous ? 0 : act.key)
  const arrival = arrivalAt(look, person.language, link)
  const visit = buildVisit(world, {
    person,
    channel: look.channel,
    device: primaryDevice,
    isAnonymous,
    arrival,
  })
  tellLooking(look, visit, teller)
}

/** Somebody never known looks around. */
export function tellVisit(world: World, act: Act, teller: Teller): void {
  const visitor = drawVisitor(world.seed, act.person)
  const look = composeVisit(world.seed, visitor, act.key)
  const { language, channel } = visitor
  const arrival = arrivalAt(look, language, sourceOf(language, visitor.sourceIndex))
  const timezone = language === 'zh-CN' ? 'Asia/Shanghai' : 'Europe/London'
  const visit: Visit = {
    context: buildContext({ language, timezone, channel, agentIndex: act.person, arrival }),
    language,
    anonymousId: visitorDeviceId(world.seed, act.person),
  }
  tellLooking(look, visit, teller)
}

/** The category page of the first product seen. */
function arrivalAt({ viewed: [first] }: Look, language: Language, link: Link): Arrival {
  const category = demoCategories.find(({ key }) => key === first?.category)
  const name = (language === 'zh-CN' ? category?.nameZh : category?.nameEn) ?? ''
  const title = language === 'zh-CN' ? `${name}｜知客小铺` : `${name} | Zhike Shop`
  return { path: `/c/${category?.key ?? ''}`, title, link }
}

function tellLooking(look: Look, visit: Visit, teller: Teller): void {
  let step = 0
  const nextSec = () => step++ * look.stepSec
  if (look.opensWithPage) teller.page(visit, nextSec(), 'Category')
  for (const product of look.viewed) {
    teller.track(visit, nextSec(), 'Product Viewed', productProperties(product, visit.language))
  }
  const wanted = look.viewed.at(-1)
  if (!look.addsToCart || !wanted) return
  teller.track(visit, nextSec(), 'Product Added', { ...addedLine(wanted, visit.language), currency })
  if (!look.startsCheckout) return
  teller.track(visit, nextSec(), 'Checkout Started', {
    value: yuan(wanted.priceCents),
    currency,
    products: [addedLine(wanted, visit.language)],
  })
}

function addedLine(product: DemoProduct, language: Language) {
  return lineProperties({ product, quantity: 1 }, language)
}
