import type { Delivery } from '@rapport/contract'
import type { DeliveryRow } from './list-store'

/** A delivery as the API shows it. */
export function presentDelivery({ seq: _, notBefore, queuedAt, sentAt, ...row }: DeliveryRow): Delivery {
  return {
    ...row,
    notBefore: notBefore?.toISOString() ?? null,
    queuedAt: queuedAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
  }
}
