import { type DragEvent, useRef, useState } from 'react'
import { Icon } from '../../../ui'
import styles from '../imports.module.css'

export interface DropZoneProps {
  readonly title: string
  readonly hint: string
  /** Shown while a file hangs over it. */
  readonly over: string
  readonly onFile: (file: File) => void
}

const accepted = '.csv,.tsv,.txt,.xlsx,.jsonl,.ndjson,.json,.gz'

/** A place that takes a file, dropped or chosen. */
export function DropZone({ title, hint, over, onFile }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const hover = (event: DragEvent) => {
    event.preventDefault()
    setOver(true)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file) onFile(file)
  }
  return (
    <>
      <button
        type="button"
        className={styles.drop}
        data-over={isOver}
        onClick={() => input.current?.click()}
        onDragOver={hover}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <span className={styles.dropIcon}>
          <Icon name="imports" size={26} />
        </span>
        <span className={styles.dropTitle}>{isOver ? over : title}</span>
        <span className={styles.dropHint}>{hint}</span>
      </button>
      <input
        ref={input}
        type="file"
        accept={accepted}
        hidden
        aria-label={title}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file) onFile(file)
        }}
      />
    </>
  )
}
