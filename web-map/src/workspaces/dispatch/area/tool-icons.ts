import type { Tool } from '../../../state/shape.ts'

/** Paths in a box of 20, to be stroked. */
export const TOOL_ICONS: Readonly<Record<Tool, string>> = {
  polygon: 'M4 7.5 11 3l6 5.5-3 8H6z',
  circle: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 10h7M10 9.2v1.6',
  line: 'M3 14.5 7.5 6l5 6L17 4.5M2.5 17.5h15',
}
