import { asProblem } from '../../../lib/api-problem'
import { useNamed } from '../../../lib/texts'
import { useProblemText } from '../../../ui'
import { templateTexts } from '../texts'

/** The sentence for an error of the templates: ours for the codes that only happen here. */
export function useTemplateProblem(): (error: unknown) => string {
  const named = useNamed(templateTexts)
  const general = useProblemText()
  return (error) => {
    const { code } = asProblem(error)
    if (code === 'template_changed') return named('changedMeanwhile', '').replace(/\.$/, '')
    const own = named('problem', code)
    return own === `problem.${code}` || own === code ? general(error) : own
  }
}
