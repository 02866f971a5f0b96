import { useNamed } from '../../lib/texts'
import { customerTexts } from './texts'

/** Where something came from, as a person would say it: `user:林晓燕` is 林晓燕. */
export function SourceName({ source }: { readonly source: string }) {
  const named = useNamed(customerTexts)
  const [kind = '', ...rest] = source.split(':')
  return (
    <>
      {rest.length > 0 && (kind === 'user' || kind === 'api_key') ? rest.join(':') : named('source', source)}
    </>
  )
}
