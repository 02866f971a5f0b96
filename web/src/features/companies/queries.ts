import { type Company, companiesApi } from '@rapport/contract'
import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { call } from '../../lib/api'

/** One company or household, asked for again while the page is open: its figures follow its members. */
export const companyQuery = (id: string) =>
  queryOptions({
    queryKey: ['companies', id],
    queryFn: ({ signal }) => call(companiesApi.get, { params: { id }, signal }),
    refetchInterval: 10_000,
  })

/** Keeps a company that an answer brought, and asks again for what hangs on it. */
export function useAdoptCompany() {
  const client = useQueryClient()
  return async (company: Company) => {
    client.setQueryData(companyQuery(company.id).queryKey, company)
    await Promise.all([
      client.invalidateQueries({ queryKey: ['company-details', company.id] }),
      client.invalidateQueries({ queryKey: ['company-list'] }),
      client.invalidateQueries({ queryKey: ['customer-details'] }),
    ])
  }
}
