import type { TrackSpan } from '../../api/track.ts'

/** How far along a span a time is: 0 at its start, 1 at its end, held between them. */
export const shareOf = (time: number, { from, to }: TrackSpan): number => Math.min(1, Math.max(0, (time - from) / (to - from)))

/** As a style wants it. */
export const percent = (share: number): string => `${(share * 100).toFixed(3)}%`
