import { type Rule, type Segment, segmentsApi } from '@rapport/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App } from 'antd'
import { call } from '../../../lib/api'
import { asProblem } from '../../../lib/api-problem'
import { useNamed, useTexts } from '../../../lib/texts'
import { useProblemText } from '../../../ui'
import { allSegments } from '../queries'
import { builderTexts } from './texts'

/** Saves as a new segment or over the one that was opened, and goes to its page. */
export function useSave(segment: Segment | undefined, readyMade: string | null) {
  const t = useTexts(builderTexts)
  const named = useNamed(builderTexts)
  const client = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const problemText = useProblemText()
  return useMutation({
    mutationFn: (body: { name: string; description: string; rule: Rule }) =>
      segment
        ? call(segmentsApi.update, {
            params: { id: segment.id },
            body: { ...body, version: segment.version },
          })
        : call(segmentsApi.create, { body: { ...body, readyMade } }),
    onSuccess: async (saved) => {
      void message.success(t('saved'))
      await client.invalidateQueries(allSegments)
      await navigate({ to: `/segments/${saved.id}` })
    },
    onError: (error) => {
      const { code } = asProblem(error)
      const ours = named('problem', code)
      void message.error(ours === code ? problemText(error) : ours)
    },
  })
}
