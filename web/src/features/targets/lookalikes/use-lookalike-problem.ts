import { asProblem } from '../../../lib/api-problem'
import { useNamed } from '../../../lib/texts'
import { useProblemText } from '../../../ui'
import { lookalikeTexts } from './texts'

/** A problem in the words of this feature, when it has some. */
export function useLookalikeProblem(): (error: unknown) => string {
  const named = useNamed(lookalikeTexts)
  const problemText = useProblemText()
  return (error) => {
    const { code } = asProblem(error)
    const ours = named('problem', code)
    return ours === code ? problemText(error) : ours
  }
}
