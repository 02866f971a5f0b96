import { Button } from 'antd'
import { Icon } from '../../../ui'
import styles from './builder.module.css'

/** A quiet button that adds a part to a condition. */
export function AddMore({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <Button
      type="text"
      size="small"
      className={styles.addFilter}
      icon={<Icon name="plus" size={14} />}
      onClick={onClick}
    >
      {label}
    </Button>
  )
}
