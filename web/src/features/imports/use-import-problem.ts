import { asProblem } from '../../lib/api-problem'
import { useNamed } from '../../lib/texts'
import { useProblemText } from '../../ui'
import { importTexts } from './texts'

/** The sentence for an error of an import: ours for the codes that only happen here. */
export function useImportProblem(): (error: unknown) => string {
  const named = useNamed(importTexts)
  const general = useProblemText()
  return (error) => {
    const { code } = asProblem(error)
    const own = named('problem', code)
    return own === code ? general(error) : own
  }
}
