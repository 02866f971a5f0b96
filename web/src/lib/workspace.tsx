import { createContext, type ReactNode, useContext } from 'react'

/** The workspace that the pages show: what amounts and times are written in. */
export interface WorkspaceView {
  readonly id: string
  readonly name: string
  readonly currency: string
  readonly timezone: string
}

/** Before anybody is signed in. */
const nowhere: WorkspaceView = { id: '', name: '', currency: 'CNY', timezone: 'Asia/Shanghai' }

const WorkspaceContext = createContext<WorkspaceView>(nowhere)

export function WorkspaceProvider(props: { readonly value: WorkspaceView; readonly children: ReactNode }) {
  return <WorkspaceContext.Provider value={props.value}>{props.children}</WorkspaceContext.Provider>
}

/** The workspace in use: its id, name, currency and time zone. */
export function useWorkspace(): WorkspaceView {
  return useContext(WorkspaceContext)
}
