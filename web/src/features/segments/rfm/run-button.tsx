import { rfmApi } from '@rapport/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Checkbox, DatePicker, Modal } from 'antd'
import dayjs from 'dayjs'
import { useId, useState } from 'react'
import { call } from '../../../lib/api'
import { useTexts } from '../../../lib/texts'
import { useDayWords } from '../../../lib/use-format'
import { Icon, useProblemText } from '../../../ui'
import { allRfm } from '../queries'
import styles from './rfm.module.css'
import { rfmTexts } from './texts'

/** Past this many days without an order the data is history, and its last day the better analysis date. */
const staleDays = 30

export interface RunButtonProps {
  readonly isFirst: boolean
  readonly lastOrderDay: string | null
  readonly isBusy: boolean
}

/** Asks for the analysis date and starts a run. */
export function RunButton({ isFirst, lastOrderDay, isBusy }: RunButtonProps) {
  const t = useTexts(rfmTexts)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        type="primary"
        icon={<Icon name="refresh" size={16} />}
        loading={isBusy}
        onClick={() => setOpen(true)}
      >
        {t(isFirst ? 'runFirst' : 'run')}
      </Button>
      {isOpen && <RunDialog lastOrderDay={lastOrderDay} onClose={() => setOpen(false)} />}
    </>
  )
}

function RunDialog(props: { readonly lastOrderDay: string | null; readonly onClose: () => void }) {
  const t = useTexts(rfmTexts)
  const dayWords = useDayWords()
  const dateId = useId()
  const [day, setDay] = useState(() => beginningDay(props.lastOrderDay))
  const [writesTraits, setWrites] = useState(true)
  const run = useRun(props.onClose)
  return (
    <Modal
      open
      title={t('runTitle')}
      okText={t('start')}
      confirmLoading={run.isPending}
      onCancel={props.onClose}
      onOk={() => run.mutate({ asOf: day, writesTraits })}
    >
      <div className={styles.dialog}>
        <div>
          <label htmlFor={dateId} className={styles.label}>
            {t('asOf')}
          </label>
          <DatePicker
            id={dateId}
            value={dayjs(day)}
            allowClear={false}
            disabledDate={(date) => date.isAfter(dayjs(), 'day')}
            onChange={(date) => date && setDay(date.format('YYYY-MM-DD'))}
          />
          {props.lastOrderDay && (
            <Button type="link" size="small" onClick={() => setDay(props.lastOrderDay ?? day)}>
              {t('lastOrderDay', { day: dayWords(props.lastOrderDay) })}
            </Button>
          )}
          <p className="r-muted">{t('asOfHint')}</p>
        </div>
        <div>
          <Checkbox checked={writesTraits} onChange={(event) => setWrites(event.target.checked)}>
            {t('writes')}
          </Checkbox>
          <p className="r-muted">{t('writesHint')}</p>
        </div>
      </div>
    </Modal>
  )
}

/** Today, or the last day with orders where the data ended long ago. */
function beginningDay(lastOrderDay: string | null): string {
  const today = dayjs()
  const isHistory = lastOrderDay !== null && today.diff(dayjs(lastOrderDay), 'day') > staleDays
  return isHistory ? lastOrderDay : today.format('YYYY-MM-DD')
}

function useRun(onStarted: () => void) {
  const client = useQueryClient()
  const { message } = App.useApp()
  const problemText = useProblemText(rfmTexts)
  return useMutation({
    mutationFn: (body: { asOf: string; writesTraits: boolean }) => call(rfmApi.run, { body }),
    onSuccess: async () => {
      onStarted()
      await client.invalidateQueries(allRfm)
    },
    onError: (error) => void message.error(problemText(error)),
  })
}
