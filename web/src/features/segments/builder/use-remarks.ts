import { useMemo } from 'react'
import { asProblem } from '../../../lib/api-problem'
import { useNamed, useTexts } from '../../../lib/texts'
import { leafTexts } from './leaf-texts'
import { remarksFor } from './remarks'
import { builderTexts } from './texts'
import type { Audience } from './use-audience'
import type { Draft } from './use-draft'

/** What is to be said of single conditions, in words. */
export function useRemarks({ root }: Draft, { exact, error }: Audience): ReadonlyMap<string, string> {
  const t = useTexts(leafTexts)
  const named = useNamed(builderTexts)
  return useMemo(() => {
    const codes = remarksFor(root, error && asProblem(error), exact?.people === 0)
    const words = (code: string) => (code === 'contradiction' ? t('contradiction') : named('problem', code))
    return new Map([...codes].map(([id, code]) => [id, words(code)]))
  }, [root, error, exact, t, named])
}
