import { useTexts } from '../../lib/texts'
import type { WizardStep } from '../../ui'
import { importTexts } from './texts'

/** The steps of an import, from the file to its report. */
export function useImportSteps(): WizardStep[] {
  const t = useTexts(importTexts)
  return [
    { key: 'upload', title: t('stepUpload') },
    { key: 'mapping', title: t('stepMapping') },
    { key: 'preview', title: t('stepPreview') },
    { key: 'run', title: t('stepRun') },
  ]
}
