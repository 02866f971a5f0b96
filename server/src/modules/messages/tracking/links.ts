import type { Tracking } from '../templates/own-tags'
import type { TokenSubject, Tokens } from './tokens'

/** The addresses of one message: all of them lead to this installation. */
export function linksOf(tokens: Tokens, publicUrl: string, subject: TokenSubject) {
  return {
    unsubscribe: `${publicUrl}/u/${tokens.unsubscribe.make(subject)}`,
    tracking: (wanted: { opens: boolean; clicks: boolean }): Tracking => ({
      link: (link, url) =>
        wanted.clicks ? `${publicUrl}/c/${tokens.click.make({ ...subject, link, url })}` : url,
      pixelUrl: wanted.opens ? `${publicUrl}/o/${tokens.open.make(subject)}` : null,
    }),
  }
}

/** The return path of a message: the channel's bounce address with the message's mark, or the sender. */
export function returnPath(
  tokens: Tokens,
  bounceAddress: string,
  sender: string,
  subject: TokenSubject,
): string {
  if (bounceAddress === '') return sender
  const at = bounceAddress.lastIndexOf('@')
  return `${bounceAddress.slice(0, at)}+${tokens.bounce.make(subject)}${bounceAddress.slice(at)}`
}
