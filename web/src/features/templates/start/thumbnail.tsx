import { messagesApi, type TemplateContent } from '@rapport/contract'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../lib/api'
import { useLocale } from '../../../lib/texts'

/** A letter in small, as an example customer would see it. It cannot run anything or be reached by the keyboard. */
export function Thumbnail({ content, title }: { readonly content: TemplateContent; readonly title: string }) {
  const locale = useLocale()
  const { data } = useQuery({
    queryKey: ['templates', 'thumbnail', title, locale],
    queryFn: ({ signal }) => call(messagesApi.previewTemplate, { body: { content, locale }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data ? (
    <iframe title={title} sandbox="" srcDoc={data.html} tabIndex={-1} aria-hidden scrolling="no" />
  ) : null
}
