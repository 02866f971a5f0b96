import type { Delivery } from '@rapport/contract'
import type { Clock } from '../../platform/clock'
import type { Database } from '../../platform/postgres'
import { deliveriesOf, eraseWorkspace, forgetPerson } from './sending/list-store'
import { presentDelivery } from './sending/present'
import { addressKey } from './suppressions/address-key'
import { forgetAddress } from './suppressions/store'

/** How this module tells and forgets what it holds of a person. */
export function createMessagesPrivacy({ db, now }: { db: Database; now: Clock }) {
  return {
    async exportPerson(
      workspaceId: string,
      profileIds: readonly string[],
    ): Promise<{ deliveries: Delivery[] }> {
      return { deliveries: (await deliveriesOf(db, workspaceId, profileIds)).map(presentDelivery) }
    },

    /**
     * The messages stay as numbers without an address; what waits is cancelled. An address that is not to be written to
     * stays so: its key is kept, which says nothing of it.
     */
    async erasePerson(workspaceId: string, profileIds: readonly string[]): Promise<void> {
      await db.transaction(async (tx) => {
        const addresses = await forgetPerson(tx, workspaceId, profileIds, now())
        for (const address of addresses) await forgetAddress(tx, workspaceId, addressKey(address))
      })
    },

    eraseWorkspace: (workspaceId: string) => eraseWorkspace(db, workspaceId),
  }
}
