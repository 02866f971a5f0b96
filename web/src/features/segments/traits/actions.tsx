import { type ComputedTrait, computedTraitsApi } from '@rapport/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { call } from '../../../lib/api'
import { allOwnTraits } from '../../../lib/own-traits'
import { useTexts } from '../../../lib/texts'
import { Card, ConfirmButton, DateTime, Notice, Progress, useProblemText } from '../../../ui'
import { usesQuery } from './queries'
import { computedTexts } from './texts'
import styles from './traits.module.css'

/** Steers the work over everybody. */
export function useFill(key: string) {
  const client = useQueryClient()
  const { message } = App.useApp()
  const problem = useProblemText(computedTexts)
  return useMutation({
    mutationFn: (action: 'pause' | 'resume' | 'again') =>
      call(computedTraitsApi.fill, { params: { key }, body: { action } }),
    onSettled: () => client.invalidateQueries(allOwnTraits),
    onError: (error) => void message.error(problem(error)),
  })
}

/** How the trait is doing: the work over everybody with its progress, what is wrong, or that all is well. */
export function StateCard({
  trait,
  mayWrite,
}: {
  readonly trait: ComputedTrait
  readonly mayWrite: boolean
}) {
  const t = useTexts(computedTexts)
  const fill = useFill(trait.key)
  const { state, progress, problem, filledAt } = trait
  if (state === 'stale')
    return (
      <Notice tone="warn">
        {t('stale')} {problem} {t('staleHint')}
      </Notice>
    )
  if (state === 'live')
    return filledAt ? (
      <p className={styles.hint}>
        {t('filledAt')} <DateTime at={filledAt} show="relative" />
      </p>
    ) : null
  const steer = state === 'filling' ? 'pause' : 'resume'
  return (
    <Card>
      <div className={styles.stack}>
        <Progress {...progress} label={t(state)} />
        {state !== 'removing' && <p className={styles.hint}>{t(`${state}Hint`)}</p>}
        {state !== 'removing' && mayWrite && (
          <div>
            <Button loading={fill.isPending} onClick={() => fill.mutate(steer)}>
              {t(steer)}
            </Button>
          </div>
        )}
      </div>
    </Card>
  )
}

/** Computing again and deleting, each asked for once more. */
export function TraitActions({ trait }: { readonly trait: ComputedTrait }) {
  const t = useTexts(computedTexts)
  const client = useQueryClient()
  const navigate = useNavigate()
  const fill = useFill(trait.key)
  const { data: uses } = useQuery(usesQuery(trait.key))
  const names = [
    ...(uses?.segments ?? []).map(({ name }) => name),
    ...(uses?.traits ?? []).map(({ label }) => label),
  ]
  const remove = async () => {
    await call(computedTraitsApi.remove, { params: { key: trait.key } })
    await navigate({ to: '/data/traits' })
    await client.invalidateQueries(allOwnTraits)
  }
  return (
    <>
      <ConfirmButton
        title={t('againTitle')}
        detail={t('againDetail')}
        verb={t('again')}
        onConfirm={() => fill.mutateAsync('again')}
      >
        {t('again')}
      </ConfirmButton>
      <ConfirmButton
        danger
        title={t('removeTitle', { label: trait.label })}
        detail={
          <>
            <p>{t('removeDetail')}</p>
            {names.length > 0 && <p>{t('removeUses', { names: names.join('、') })}</p>}
          </>
        }
        verb={t('remove')}
        done={t('removed')}
        onConfirm={remove}
      >
        {t('remove')}
      </ConfirmButton>
    </>
  )
}
