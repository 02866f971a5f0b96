import { type Campaign, campaignsApi } from '@rapport/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Dropdown } from 'antd'
import { call, download } from '../../../lib/api'
import { useMay } from '../../../lib/session'
import { useTexts } from '../../../lib/texts'
import { ConfirmButton, Icon, LinkButton, useProblemText } from '../../../ui'
import { allCampaigns, isLaunched } from '../queries'
import { campaignTexts } from '../texts'
import { useAct } from './use-act'

/** What can be done with a campaign in its state, by whoever looks at it. */
export function CampaignActions({ campaign }: { readonly campaign: Campaign }) {
  const may = useMay()
  return (
    <>
      <MoreMenu campaign={campaign} />
      {may('campaigns:launch') && <Steering campaign={campaign} />}
      {campaign.state === 'draft' && may('campaigns:write') && <EditButton id={campaign.id} />}
    </>
  )
}

function Steering({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(campaignTexts)
  const act = useAct(campaign.id)
  const { state, name } = campaign
  const canCancel = ['scheduled', 'launching', 'sending', 'paused'].includes(state)
  return (
    <>
      {canCancel && (
        <ConfirmButton
          danger
          title={t('cancelAsk', { name })}
          detail={t('cancelDetail')}
          verb={t('cancel')}
          keep={t('keepCampaign')}
          onConfirm={() => act('cancel')}
          done={t('cancelledDone')}
        >
          {t('cancel')}
        </ConfirmButton>
      )}
      {state === 'scheduled' && (
        <ConfirmButton
          title={t('unscheduleAsk')}
          detail={t('unscheduleDetail')}
          verb={t('unschedule')}
          keep={t('keepScheduled')}
          onConfirm={() => act('unschedule')}
          done={t('unscheduled')}
        >
          {t('unschedule')}
        </ConfirmButton>
      )}
      {state === 'sending' && (
        <ConfirmButton
          type="primary"
          icon={<Icon name="pause" size={16} />}
          title={t('pauseAsk')}
          detail={t('pauseDetail')}
          verb={t('pause')}
          onConfirm={() => act('pause')}
          onUndo={() => act('resume')}
          done={t('paused')}
        >
          {t('pause')}
        </ConfirmButton>
      )}
      {state === 'paused' && <ResumeButton id={campaign.id} />}
    </>
  )
}

function ResumeButton({ id }: { readonly id: string }) {
  const t = useTexts(campaignTexts)
  const act = useAct(id)
  const { message } = App.useApp()
  const problemText = useProblemText()
  const resume = useMutation({
    mutationFn: () => act('resume'),
    onSuccess: () => void message.success(t('resumed')),
    onError: (error) => void message.error(problemText(error)),
  })
  return (
    <Button
      type="primary"
      icon={<Icon name="play" size={16} />}
      loading={resume.isPending}
      onClick={() => resume.mutate()}
    >
      {t('resume')}
    </Button>
  )
}

function EditButton({ id }: { readonly id: string }) {
  const t = useTexts(campaignTexts)
  return (
    <LinkButton to={`/campaigns/${id}/edit`} isPrimary icon={<Icon name="edit" size={16} />}>
      {t('edit')}
    </LinkButton>
  )
}

function MoreMenu({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(campaignTexts)
  const may = useMay()
  const tasks = useTasks(campaign)
  const { id, state } = campaign
  const items = [
    may('campaigns:write') && { key: 'copy', label: t('copy'), onClick: tasks.copy },
    isLaunched(state) &&
      may('reports:read') && {
        key: 'results',
        label: t('exportResults'),
        onClick: () =>
          tasks.save(download(campaignsApi.exportResults, { params: { id } }, `${id}-results.csv`)),
      },
    isLaunched(state) &&
      may('customers:export') && {
        key: 'people',
        label: t('exportPeople'),
        onClick: () =>
          tasks.save(download(campaignsApi.exportMembers, { params: { id } }, `${id}-people.csv`)),
      },
    state === 'draft' &&
      may('campaigns:write') && { key: 'remove', label: t('remove'), danger: true, onClick: tasks.remove },
  ].filter((item) => item !== false)
  if (items.length === 0) return null
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button icon={<Icon name="more" size={16} />} aria-label={t('more')} title={t('more')} />
    </Dropdown>
  )
}

function useTasks(campaign: Campaign) {
  const t = useTexts(campaignTexts)
  const client = useQueryClient()
  const navigate = useNavigate()
  const { message, modal } = App.useApp()
  const problemText = useProblemText()
  const { id, name } = campaign
  const tell = (error: unknown) => void message.error(problemText(error))
  const copy = async () => {
    const made = await call(campaignsApi.copy, { params: { id }, body: { name: t('copyOf', { name }) } })
    await client.invalidateQueries(allCampaigns)
    void message.success(t('copied'))
    await navigate({ to: `/campaigns/${made.id}/edit` })
  }
  const remove = async () => {
    await call(campaignsApi.remove, { params: { id } })
    void message.success(t('removed'))
    await navigate({ to: '/campaigns' })
    await client.invalidateQueries(allCampaigns)
  }
  return {
    copy: () => void copy().catch(tell),
    save: (task: Promise<void>) => void task.catch(tell),
    remove: () =>
      void modal.confirm({
        title: t('removeAsk', { name }),
        content: t('removeDetail'),
        icon: null,
        okText: t('remove'),
        okButtonProps: { danger: true },
        onOk: () => remove().catch(tell),
      }),
  }
}
