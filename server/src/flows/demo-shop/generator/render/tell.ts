import { type Act, type ActKind, actKind } from '../acts'
import type { World } from '../world'
import { tellCampaignEvent } from './campaigns'
import { tellLook, tellVisit } from './looks'
import { tellOrder, tellRefund } from './orders'
import { tellMove, tellRegistration, tellSecondDevice } from './people'
import { type Emit, Teller } from './teller'

type Tell = (world: World, act: Act, teller: Teller) => void

const tellers: Record<ActKind, Tell> = {
  [actKind.register]: tellRegistration,
  [actKind.order]: tellOrder,
  [actKind.refund]: tellRefund,
  [actKind.look]: (world, act, teller) => tellLook(world, act, teller, false),
  [actKind.anonymousLook]: (world, act, teller) => tellLook(world, act, teller, true),
  [actKind.secondDevice]: tellSecondDevice,
  [actKind.move]: tellMove,
  [actKind.assigned]: tellCampaignEvent,
  [actKind.sent]: tellCampaignEvent,
  [actKind.delivered]: tellCampaignEvent,
  [actKind.bounced]: tellCampaignEvent,
  [actKind.opened]: tellCampaignEvent,
  [actKind.clicked]: tellCampaignEvent,
  [actKind.unsubscribed]: tellCampaignEvent,
  [actKind.visit]: tellVisit,
}

/** Writes the messages of one act. */
export function tellAct(world: World, act: Act, emit: Emit): void {
  tellers[act.kind](world, act, new Teller(world, act, emit))
}
