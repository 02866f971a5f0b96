import { type Customer, profilesApi } from '@rapport/contract'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../lib/api'

/** Which attributes customers have; they change seldom. */
export const traitsQuery = queryOptions({
  queryKey: ['traits'],
  queryFn: ({ signal }) => call(profilesApi.traits, { signal }),
  staleTime: 60_000,
})

/** The most frequent values of an attribute. */
export const traitValuesQuery = (name: string) =>
  queryOptions({
    queryKey: ['traits', name, 'values'],
    queryFn: ({ signal }) => call(profilesApi.traitValues, { params: { name }, signal }),
    staleTime: 60_000,
    enabled: name !== '',
  })

/** One customer, asked for again while the page is open, since the next event may change them. */
export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: ['customers', id],
    queryFn: ({ signal }) => call(profilesApi.get, { params: { id }, signal }),
    refetchInterval: 10_000,
  })

type Settable = string | number | boolean | null | string[]

/** Sets attributes by hand; the answer is the customer as they are then. */
export function useSetTraits(id: string) {
  const adopt = useAdoptCustomer(id)
  return useMutation({
    mutationFn: (traits: Record<string, Settable>) =>
      call(profilesApi.setTraits, { params: { id }, body: { traits } }),
    onSuccess: adopt,
  })
}

/** Keeps a customer that an answer brought, and asks again for what hangs on them. */
export function useAdoptCustomer(id: string) {
  const client = useQueryClient()
  return async (customer: Customer) => {
    client.setQueryData(customerQuery(id).queryKey, customer)
    await client.invalidateQueries({ queryKey: ['customer-details', id] })
  }
}
