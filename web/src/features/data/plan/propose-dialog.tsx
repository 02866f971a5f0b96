import type { SavedPlan } from '@rapport/contract'
import { Checkbox, Modal } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../../lib/texts'
import { QueryView } from '../../../ui'
import { keyOf, withEvents } from './event-lines'
import { usePlannedName } from './events-panel'
import styles from './plan.module.css'
import { useDraft, useSavePlan } from './queries'
import { planTexts } from './texts'

/** Declares at once what came in: a list to choose from. */
export function ProposeDialog({
  saved,
  onClose,
}: {
  readonly saved: SavedPlan
  readonly onClose: () => void
}) {
  const t = useTexts(planTexts)
  const nameOf = usePlannedName()
  const query = useDraft(true)
  const save = useSavePlan()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const added = query.data?.added ?? []
  const chosen = added.filter((event) => !left.has(keyOf(event)))
  const keep = () => {
    const keys = new Set(chosen.map(keyOf))
    const events = (query.data?.plan.events ?? []).filter((event) => keys.has(keyOf(event)))
    save.mutate({ from: saved, plan: withEvents(saved.plan, events) }, { onSuccess: onClose })
  }
  const toggle = (key: string, isChosen: boolean) => {
    const next = new Set(left)
    if (isChosen) next.delete(key)
    else next.add(key)
    setLeft(next)
  }
  return (
    <Modal
      open
      title={t('proposeTitle')}
      okText={t('proposeSave', { count: chosen.length })}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: chosen.length === 0 }}
      confirmLoading={save.isPending}
      onOk={keep}
      onCancel={onClose}
    >
      <div className={styles.stack}>
        <p className={styles.hint}>{t('proposeLead')}</p>
        <QueryView query={query} rows={5}>
          {() =>
            added.length === 0 ? (
              <p>{t('proposeNone')}</p>
            ) : (
              <div className={styles.choices}>
                {added.map((event) => (
                  <Checkbox
                    key={keyOf(event)}
                    checked={!left.has(keyOf(event))}
                    onChange={(change) => toggle(keyOf(event), change.target.checked)}
                  >
                    {nameOf(event)}{' '}
                    <small className="r-muted">{t('sampled', { count: event.sampled })}</small>
                  </Checkbox>
                ))}
              </div>
            )
          }
        </QueryView>
      </div>
    </Modal>
  )
}
