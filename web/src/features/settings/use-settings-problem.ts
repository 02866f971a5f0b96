import { App } from 'antd'
import { ApiProblem, asProblem } from '../../lib/api-problem'
import { useProblemText } from '../../ui'
import { settingsTexts } from './texts'

/** The sentence for an error of the settings: ours for the codes that only happen here. */
export function useSettingsProblem(): (error: unknown) => string {
  return useProblemText(settingsTexts)
}

/** For a mutation's `onError`: says what went wrong in a message. */
export function useTellProblem(): (error: unknown) => void {
  const { message } = App.useApp()
  const problem = useSettingsProblem()
  return (error) => void message.error(problem(error))
}

/** For work that a shared button runs and reports: the same error, saying our sentence. */
export function useRetold(): (error: unknown) => never {
  const problem = useSettingsProblem()
  return (error) => {
    const { status, code, issues, details } = asProblem(error)
    throw new ApiProblem({
      status,
      code: `settings.${code}`,
      detail: problem(error),
      issues: [...issues],
      details,
    })
  }
}
