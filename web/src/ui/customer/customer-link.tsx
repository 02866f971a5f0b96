import { Link } from '@tanstack/react-router'
import { useTexts } from '../../lib/texts'
import { uiTexts } from '../texts'
import { Avatar } from '../value/avatar'
import styles from './customer.module.css'

/** What a customer is called. Who has no name is told from others without one by the end of their id. */
export function useCustomerName(): (name: string, id: string) => string {
  const t = useTexts(uiTexts)
  return (name, id) => name || t('unnamed', { id: id.slice(-6).toUpperCase() })
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
      {nameOf(name, id)}
    </Link>
  )
}
