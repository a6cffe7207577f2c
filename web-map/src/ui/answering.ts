/** How far an answer is: the parts of a query that decide what is drawn. */
export interface Answering {
  /** There is no answer yet. */
  readonly isPending: boolean
  /** Somebody is asking right now; pending without it means that it was cancelled. */
  readonly isFetching: boolean
  readonly error: Error | null
}
