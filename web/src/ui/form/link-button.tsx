import { createLink } from '@tanstack/react-router'
import { Button, type ButtonProps } from 'antd'

/** A link that looks like a button: a button inside a link would be two stops of the Tab key for one thing. */
export const LinkButton = createLink(ButtonLook)

/** `isPrimary` rather than antd's `type`, which the router takes for a link's own and leaves out. */
function ButtonLook({ isPrimary, ...props }: Omit<ButtonProps, 'type'> & { readonly isPrimary?: boolean }) {
  return <Button {...props} type={isPrimary ? 'primary' : 'default'} />
}
