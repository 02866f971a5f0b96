import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Input, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { useMay } from '../../lib/session'
import { type Texts, useTexts } from '../../lib/texts'
import { useProblemText } from '../feedback/error-state'
import { Field } from '../form/field'
import styles from './run.module.css'
import { runTexts } from './texts'

export interface SegmentDialogProps<K extends string> {
  /** Stands in the field at first. */
  readonly name: string
  readonly create: (name: string) => Promise<{ readonly id: string }>
  /** The sentences for what can go wrong. */
  readonly texts: Texts<K>
  readonly onClose: () => void
  /** What the segment will be. */
  readonly children?: ReactNode
}

/** Makes a segment of people that were found, and goes to it or to a campaign for it. */
export function SegmentDialog<K extends string>({ create, texts, onClose, ...rest }: SegmentDialogProps<K>) {
  const t = useTexts(runTexts)
  const may = useMay()
  const [text, setText] = useState(rest.name)
  const save = useSave(create, texts)
  const name = text.trim()
  const buttonOf = (next: 'segment' | 'campaign') => ({
    disabled: name === '',
    loading: save.isPending && save.variables.next === next,
    onClick: () => save.mutate({ name, next }),
  })
  return (
    <Modal
      open
      title={t('segmentTitle')}
      onCancel={onClose}
      footer={
        <>
          <Button {...buttonOf('segment')}>{t('saveSegment')}</Button>
          {may('campaigns:write') && (
            <Button type="primary" {...buttonOf('campaign')}>
              {t('saveAndCampaign')}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.stack}>
        <Field label={t('segmentName')}>
          {(id) => (
            <Input id={id} value={text} maxLength={120} onChange={(event) => setText(event.target.value)} />
          )}
        </Field>
        {rest.children}
      </div>
    </Modal>
  )
}

function useSave<K extends string>(create: SegmentDialogProps<K>['create'], texts: Texts<K>) {
  const t = useTexts(runTexts)
  const client = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const problem = useProblemText(texts)
  return useMutation({
    mutationFn: ({ name }: { name: string; next: 'segment' | 'campaign' }) => create(name),
    onSuccess: async ({ id }, { next }) => {
      void message.success(t('segmentSaved'))
      await client.invalidateQueries({ queryKey: ['segments'] })
      if (next === 'campaign') await navigate({ to: '/campaigns/new', search: { segment: id } as never })
      else await navigate({ to: `/segments/${id}` })
    },
    onError: (error) => void message.error(problem(error)),
  })
}
