import { Failure } from '../../kernel/failure'
import { pause } from '../../platform/clock'
import type { App } from '../wire'
import { drawBar } from './progress-bar'

const pollMs = 400

/** Loads the demo shop as the program starts, into the only workspace or a new one that waits for its owner. */
export async function startWithDemo(app: App): Promise<void> {
  const [first] = await app.teams.allWorkspaces()
  const workspaceId =
    first?.workspaceId ??
    (await app.teams.createWorkspace({ name: '知客小铺 Demo shop', startedWith: 'demo' })).id
  try {
    await app.demo.load(workspaceId)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    process.stdout.write(`The demo shop is not loaded: ${error.message}\n`)
    return
  }
  process.stdout.write('Loading the demo shop 正在载入示例店铺 …\n')
  let progress = await app.demo.progress(workspaceId)
  while (progress.state === 'running') {
    drawBar(progress)
    await pause(pollMs)
    progress = await app.demo.progress(workspaceId)
  }
  drawBar(progress)
  process.stdout.write(
    progress.state === 'done'
      ? 'The demo shop is loaded 示例店铺已就绪\n'
      : `The demo shop could not be loaded: ${progress.message}\n`,
  )
}
