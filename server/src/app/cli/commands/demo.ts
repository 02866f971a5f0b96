import { demoApi } from '@rapport/contract'
import { defineCommand } from 'citty'
import { Failure } from '../../../kernel/failure'
import { pause } from '../../../platform/clock'
import { answer, commonArgs } from '../answer'
import { drawBar } from '../progress-bar'

const pollMs = 400

export const demo = defineCommand({
  meta: {
    name: 'demo',
    description:
      'Loads the demo shop (20,000 customers, 18 months, six past campaigns) into an empty workspace and shows how far it is.',
  },
  args: commonArgs,
  run: ({ args }) =>
    answer(args.json, async (server) => {
      let progress = await server.call(demoApi.load, { workspace: args.workspace })
      while (progress.state === 'running') {
        drawBar(progress)
        await pause(pollMs)
        progress = await server.call(demoApi.progress, { workspace: args.workspace })
      }
      drawBar(progress)
      if (progress.state === 'failed')
        throw new Failure('internal', `the demo shop could not be loaded: ${progress.message}`)
      return { json: progress, lines: [`${progress.total} messages`], notes: ['The demo shop is loaded.'] }
    }),
})
