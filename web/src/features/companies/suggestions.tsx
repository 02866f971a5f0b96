import { companiesApi, type HouseholdSuggestion } from '@rapport/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useState } from 'react'
import { call } from '../../lib/api'
import { useMay } from '../../lib/session'
import { useTexts } from '../../lib/texts'
import { Card, QueryView, StatusBadge, useCustomerName, useProblemText } from '../../ui'
import styles from './companies.module.css'
import { companyTexts } from './texts'

/** More at once nobody goes through; the rest is a click away. */
const shownFirst = 10

const key = ['company-list', 'suggestions'] as const

/** People who may live together: a person says whether they do. */
export function Suggestions() {
  const t = useTexts(companyTexts)
  const [shown, setShown] = useState(shownFirst)
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(companiesApi.suggestions, { signal }),
  })
  return (
    <Card title={t('suggestions')} hint={t('suggestionsHint')}>
      <QueryView query={query} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="r-muted">{t('noSuggestions')}</p>
          ) : (
            <>
              <ul className={styles.suggestions}>
                {items.slice(0, shown).map((one) => (
                  <Suggestion key={one.id} suggestion={one} />
                ))}
              </ul>
              {items.length > shown && (
                <Button type="link" onClick={() => setShown(items.length)}>
                  {t('moreSuggestions', { count: items.length - shown })}
                </Button>
              )}
            </>
          )
        }
      </QueryView>
    </Card>
  )
}

function Suggestion({ suggestion }: { readonly suggestion: HouseholdSuggestion }) {
  const nameOf = useCustomerName()
  const t = useTexts(companyTexts)
  const may = useMay()
  const { message } = App.useApp()
  const problemText = useProblemText()
  const client = useQueryClient()
  const { id, members, reason, shared } = suggestion
  const names = members.map((member) => nameOf(member.name, member.id)).join(', ')
  const after = {
    onError: (error: unknown) => void message.error(problemText(error)),
    onSettled: () => client.invalidateQueries({ queryKey: ['company-list'] }),
  }
  const accept = useMutation({
    mutationFn: () => call(companiesApi.acceptSuggestion, { params: { id } }),
    onSuccess: ({ name }) => void message.success(t('accepted', { name })),
    ...after,
  })
  const refuse = useMutation({
    mutationFn: () => call(companiesApi.refuseSuggestion, { params: { id } }),
    onSuccess: () => void message.success(t('refused')),
    ...after,
  })
  return (
    <li>
      <div className={styles.people}>
        <span className={styles.names}>
          {members.map((member) => (
            <Link key={member.id} to={`/customers/${member.id}`}>
              {nameOf(member.name, member.id)}
            </Link>
          ))}
        </span>
        <span className="r-muted">
          <StatusBadge>{t(`reason.${reason}`)}</StatusBadge> {shared}
        </span>
      </div>
      {may('customers:write') && (
        <span className={styles.acts}>
          <Button
            loading={accept.isPending}
            aria-label={t('acceptLabel', { names })}
            onClick={() => accept.mutate()}
          >
            {t('accept')}
          </Button>
          <Button
            type="text"
            loading={refuse.isPending}
            aria-label={t('refuseLabel', { names })}
            onClick={() => refuse.mutate()}
          >
            {t('refuse')}
          </Button>
        </span>
      )}
    </li>
  )
}
