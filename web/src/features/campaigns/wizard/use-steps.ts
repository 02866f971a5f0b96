import { useTexts } from '../../../lib/texts'
import type { WizardStep } from '../../../ui'
import { campaignTexts } from '../texts'
import { steps } from './draft'

/** The steps of the wizard with their names. */
export function useSteps(): readonly WizardStep[] {
  const t = useTexts(campaignTexts)
  return steps.map((key) => ({ key, title: t(`wizard.${key}`), hint: t(`wizard.${key}Hint`) }))
}
