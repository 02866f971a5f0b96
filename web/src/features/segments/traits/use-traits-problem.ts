import { asProblem } from '../../../lib/api-problem'
import { useNamed } from '../../../lib/texts'
import { useProblemText } from '../../../ui'
import { computedTexts } from './texts'

/** A problem in the words of this page, when it has some. */
export function useTraitsProblem(): (error: unknown) => string {
  const named = useNamed(computedTexts)
  const problemText = useProblemText()
  return (error) => {
    const { code } = asProblem(error)
    const ours = named('problem', code)
    return ours === code ? problemText(error) : ours
  }
}
