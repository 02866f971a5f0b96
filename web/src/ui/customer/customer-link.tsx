import { Link } from '@tanstack/react-router'
import { useTexts } from '../../lib/texts'
import { uiTexts } from '../texts'
import { Avatar } from '../value/avatar'
import styles from './customer.module.css'

/** What a customer is called; who has no name, or whose name may not be seen, is called so. */
export function useCustomerName(): (name: string) => string {
  const t = useTexts(uiTexts)
  return (name) => name || t('unnamed')
}

export interface CustomerLinkProps {
  readonly id: string
  readonly name: string
}

/** A customer by sign and name, leading to the customer's page. */
export function CustomerLink({ id, name }: CustomerLinkProps) {
  const nameOf = useCustomerName()
  return (
    <Link to={`/customers/${id}`} className={styles.customer}>
      <Avatar name={name} seed={id} size={28} />
      {nameOf(name)}
    </Link>
  )
}
