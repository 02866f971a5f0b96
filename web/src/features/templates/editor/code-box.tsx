import { html } from '@codemirror/lang-html'
import { liquid } from '@codemirror/lang-liquid'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { tags } from '@lezer/highlight'
import CodeMirror, { EditorView } from '@uiw/react-codemirror'
import { useMemo, useRef } from 'react'

export interface CodeBoxProps {
  readonly label: string
  readonly value: string
  readonly language: 'mjml' | 'text'
  readonly isReadOnly: boolean
  readonly onChange: (value: string) => void
  /** Told once the editor stands: the way to insert text and to go to a line. */
  readonly onReady: (editor: CodeEditor) => void
}

export interface CodeEditor {
  /** Puts text at the cursor, over what is selected. */
  insert(text: string): void
  /** Shows a line and puts the cursor there. */
  goTo(line: number, column: number): void
}

const look = EditorView.theme({
  '&': { fontSize: '13px', backgroundColor: 'var(--r-card)', color: 'var(--r-ink)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--r-mono, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace)',
    lineHeight: '1.65',
  },
  '.cm-gutters': { backgroundColor: 'var(--r-fill)', color: 'var(--r-ink-3)', border: 'none' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--r-brand-soft)', color: 'var(--r-ink)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--r-fill) 60%, transparent)' },
  '.cm-cursor': { borderLeftColor: 'var(--r-ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--r-brand-soft)',
  },
  '.cm-content': { caretColor: 'var(--r-ink)', paddingBlock: '10px' },
})

const colours = HighlightStyle.define([
  { tag: [tags.tagName, tags.angleBracket], color: 'var(--r-brand)' },
  { tag: tags.attributeName, color: 'var(--r-info)' },
  { tag: [tags.attributeValue, tags.string], color: 'var(--r-good)' },
  { tag: [tags.brace, tags.processingInstruction], color: 'var(--r-accent)', fontWeight: '600' },
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword], color: 'var(--r-accent)' },
  { tag: [tags.variableName, tags.propertyName], color: 'var(--r-warn)' },
  { tag: tags.comment, color: 'var(--r-ink-3)', fontStyle: 'italic' },
])

/** The editor of a template's source: line numbers, colours for Liquid and markup, the keys that people know. */
export function CodeBox({ label, value, language, isReadOnly, onChange, onReady }: CodeBoxProps) {
  const told = useRef(false)
  const extensions = useMemo(
    () => [
      liquid({ base: html({ matchClosingTags: true }) }),
      syntaxHighlighting(colours),
      look,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    ],
    [label],
  )
  return (
    <CodeMirror
      value={value}
      height={language === 'mjml' ? '560px' : '360px'}
      theme="none"
      extensions={extensions}
      editable={!isReadOnly}
      basicSetup={{ foldGutter: language === 'mjml', autocompletion: false, syntaxHighlighting: false }}
      onChange={onChange}
      onCreateEditor={(view) => {
        if (told.current) return
        told.current = true
        onReady(editorOver(view))
      }}
    />
  )
}

function editorOver(view: EditorView): CodeEditor {
  return {
    insert: (text) => {
      view.dispatch(view.state.replaceSelection(text))
      view.focus()
    },
    goTo: (line, column) => {
      const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines))
      const position = Math.min(at.from + Math.max(column - 1, 0), at.to)
      view.dispatch({
        selection: { anchor: position },
        effects: EditorView.scrollIntoView(position, { y: 'center' }),
      })
      view.focus()
    },
  }
}
