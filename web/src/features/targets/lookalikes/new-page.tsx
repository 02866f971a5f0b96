import { type LookalikeInput, type LookalikeTrait, lookalikeLimits, lookalikesApi } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { call } from '../../../lib/api'
import { useSearchState } from '../../../lib/search-state'
import { useNamed, useTexts } from '../../../lib/texts'
import { Card, Field, Page, QueryView, RunForm, useStartRun, useTraitLabel } from '../../../ui'
import { segmentChoicesQuery } from '../queries'
import styles from './lookalikes.module.css'
import { lookalikePlace, traitsQuery } from './queries'
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
  const segments = useQuery(segmentChoicesQuery)
  const start = useStartRun(
    lookalikePlace,
    (body: LookalikeInput) => call(lookalikesApi.create, { body }),
    lookalikeTexts,
  )
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
        { label: t('title'), to: lookalikePlace.path },
      ]}
    >
      <RunForm
        wrong={wrong}
        back={lookalikePlace.path}
        start={t('start')}
        isStarting={start.isPending}
        onStart={() =>
          seed &&
          start.mutate({
            name: name.trim(),
            seedId: seed,
            rule: within === everybody ? null : { kind: 'segment', op: 'in', segmentId: within },
            traits: traits && [...traits],
            seed: 1,
          })
        }
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
      </RunForm>
    </Page>
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
