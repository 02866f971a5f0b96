/** What the row of a condition gets, whatever its kind. */
export interface LeafRowProps<Draft> {
  readonly node: Draft
  readonly onChange: (node: Draft) => void
  /** The segment that is being changed. */
  readonly segmentId?: string
}
