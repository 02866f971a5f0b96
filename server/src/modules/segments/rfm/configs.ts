import { type RfmConfig, rfmConfigSchema, rfmOtherKey } from '@rapport/contract'
import type { Actor } from '../../../platform/http'
import type { SegmentsDeps } from '../deps'
import type { Phrase } from '../sentence'
import { defaultRfmConfig } from './defaults'
import { findConfig, saveConfig } from './store'

export type RfmConfigs = ReturnType<typeof createRfmConfigs>

/** How a workspace scores and names its customers. */
export function createRfmConfigs({ db, now, audit }: Pick<SegmentsDeps, 'db' | 'now' | 'audit'>) {
  async function get(workspaceId: string): Promise<RfmConfig> {
    const stored = await findConfig(db, workspaceId)
    return stored === null ? defaultRfmConfig : rfmConfigSchema.parse(JSON.parse(stored))
  }

  return {
    get,

    async set(actor: Actor, config: RfmConfig): Promise<RfmConfig> {
      const before = await get(actor.workspaceId)
      const note = {
        action: 'rfm.configured',
        objectKind: 'rfm',
        objectId: actor.workspaceId,
        summary: 'RFM',
        before,
        after: config,
      }
      await db.transaction(async (tx) => {
        await saveConfig(tx, actor.workspaceId, JSON.stringify(config), now(), actor.name)
        await audit.record(actor, note, tx)
      })
      return config
    },
  }
}

/** What the values of rfm_segment and rfm_class are called in the workspace. */
export function valueNamesOf(config: RfmConfig): Record<string, Record<string, Phrase>> {
  return {
    rfm_segment: {
      ...Object.fromEntries(config.segments.map(({ key, name }) => [key, name])),
      [rfmOtherKey]: { 'zh-CN': '其他', en: 'Other' },
    },
    rfm_class: config.classNames,
  }
}
