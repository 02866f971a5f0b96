import { type LookalikeInput, type LookalikeTrait, lookalikeLimits, lookalikesApi } from '@rapport/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { App, Button, Checkbox, Input, Select } from 'antd'
import { useId, useState } from 'react'
import { z } from 'zod'
import { call } from '../../../lib/api'
import { useSearchState } from '../../../lib/search-state'
import { useNamed, useTexts } from '../../../lib/texts'
import { Card, Notice, Page, QueryView, useProblemText, useTraitLabel } from '../../../ui'
import { segmentChoicesQuery } from '../queries'
import styles from './lookalikes.module.css'
import { allLookalikes, traitsQuery } from './queries'
import { lookalikeTexts } from './texts'

const search = z.object({ seed: z.uuid().optional() })
const everybody = 'everybody'

/** A new search: the seed, among whom, by which traits. `seed` in the address begins with a segment. */
export function NewLookalikePage() {
  const t = useTexts(lookalikeTexts)
  const [{ seed }, setSearch] = useSearchState(search)
  const [ownName, setName] = useState<string | null>(null)
  const [within, setWithin] = useState(everybody)
  const [traits, setTraits] = useState<readonly LookalikeTrait[] | null>(null)
  const [isTried, setTried] = useState(false)
  const segments = useQuery(segmentChoicesQuery)
  const start = useStart()
  const seedName = segments.data?.find(({ value }) => value === seed)?.label
  const name = ownName ?? (seedName ? t('nameOf', { seed: seedName }) : '')
  const wrong = [
    ...(seed ? [] : [t('wantsSeed')]),
    ...(seed && name.trim() === '' ? [t('wantsName')] : []),
    ...(traits?.length === 0 ? [t('wantsTraits')] : []),
  ]
  return (
    <Page
      title={t('newTitle')}
      width="narrow"
      crumbs={[
        { label: t('segments'), to: '/segments' },
        { label: t('title'), to: '/segments/lookalikes' },
      ]}
    >
      <form
        className={styles.stack}
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (wrong.length > 0 || !seed) return
          start.mutate({
            name: name.trim(),
            seedId: seed,
            rule: within === everybody ? null : { kind: 'segment', op: 'in', segmentId: within },
            traits: traits && [...traits],
            seed: 1,
          })
        }}
      >
        <Card>
          <div className={styles.fields}>
            <Field label={t('seed')} hint={t('seedHint', { count: lookalikeLimits.seedMin })}>
              {(id) => (
                <Select
                  id={id}
                  value={seed}
                  loading={segments.isPending}
                  showSearch={{ optionFilterProp: 'label' }}
                  placeholder={t('seedPlaceholder')}
                  options={segments.data ?? []}
                  onChange={(next) => {
                    setSearch({ seed: next })
                    setTraits(null)
                  }}
                />
              )}
            </Field>
            <Field label={t('within')} hint={t('withinHint')}>
              {(id) => (
                <Select
                  id={id}
                  value={within}
                  showSearch={{ optionFilterProp: 'label' }}
                  options={[{ value: everybody, label: t('everybody') }, ...(segments.data ?? [])]}
                  onChange={setWithin}
                />
              )}
            </Field>
            <Field label={t('name')}>
              {(id) => (
                <Input
                  id={id}
                  value={name}
                  maxLength={lookalikeLimits.nameCharsMax}
                  onChange={(event) => setName(event.target.value)}
                />
              )}
            </Field>
          </div>
        </Card>
        <Card title={t('traitsTitle')} hint={t('traitsHint')}>
          {seed ? (
            <Traits seed={seed} traits={traits} onChange={setTraits} />
          ) : (
            <p className={styles.hint}>{t('chooseSeed')}</p>
          )}
        </Card>
        {isTried && wrong.length > 0 && <Notice tone="bad">{wrong.join(' ')}</Notice>}
        <div className={styles.foot}>
          <Link to="/segments/lookalikes">
            <Button>{t('cancel')}</Button>
          </Link>
          <Button type="primary" htmlType="submit" loading={start.isPending}>
            {t('start')}
          </Button>
        </div>
      </form>
    </Page>
  )
}

interface FieldProps {
  readonly label: string
  readonly hint?: string
  readonly children: (id: string) => React.ReactNode
}

function Field({ label, hint, children }: FieldProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {hint && <p className={styles.hint}>{hint}</p>}
    </div>
  )
}

interface TraitsProps {
  readonly seed: string
  /** Null while they are as suggested. */
  readonly traits: readonly LookalikeTrait[] | null
  readonly onChange: (traits: readonly LookalikeTrait[]) => void
}

function Traits({ seed, traits, onChange }: TraitsProps) {
  const t = useTexts(lookalikeTexts)
  const named = useNamed(lookalikeTexts)
  const labelOf = useTraitLabel()
  const query = useQuery(traitsQuery(seed))
  return (
    <QueryView query={query} rows={5}>
      {({ chosen, omitted }) => {
        const taken = traits ?? chosen
        const isTaken = (trait: string) => taken.some((one) => one.trait === trait)
        const choices = [
          ...chosen.map((one) => ({ one, why: null })),
          ...omitted.map(({ why, ...one }) => ({ one, why })),
        ]
        return (
          <>
            <ul className={styles.traits}>
              {choices.map(({ one, why }) => (
                <li key={one.trait}>
                  <Checkbox
                    checked={isTaken(one.trait)}
                    disabled={!isTaken(one.trait) && taken.length >= lookalikeLimits.traitsMax}
                    onChange={() =>
                      onChange(
                        isTaken(one.trait)
                          ? taken.filter(({ trait }) => trait !== one.trait)
                          : [...taken, one],
                      )
                    }
                  >
                    {labelOf(one.trait)} {why && <i>{named('why', why)}</i>}
                  </Checkbox>
                </li>
              ))}
            </ul>
            <p className={styles.hint} aria-live="polite">
              {t('traitsCount', { count: taken.length, max: lookalikeLimits.traitsMax })}
            </p>
          </>
        )
      }}
    </QueryView>
  )
}

function useStart() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const problem = useProblemText(lookalikeTexts)
  return useMutation({
    mutationFn: (body: LookalikeInput) => call(lookalikesApi.create, { body }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries(allLookalikes)
      await navigate({ to: `/segments/lookalikes/${id}` })
    },
    onError: (error) => void message.error(problem(error)),
  })
}
