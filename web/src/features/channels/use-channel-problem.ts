import { asProblem } from '../../lib/api-problem'
import { useNamed } from '../../lib/texts'
import { useProblemText } from '../../ui'
import { channelTexts } from './texts'

/** The sentence for an error of the channel: ours for the codes that only happen here. */
export function useChannelProblem(): (error: unknown) => string {
  const named = useNamed(channelTexts)
  const general = useProblemText()
  return (error) => {
    const { code } = asProblem(error)
    const own = named('problem', code)
    return own === code ? general(error) : own
  }
}
