/** An icon drawn on a canvas, ready for `map.addImage`. */
export interface Icon {
  readonly data: ImageData
  readonly pixelRatio: number
  readonly stretch?: { readonly x: [number, number]; readonly y: [number, number]; readonly content: [number, number, number, number] }
}

type Brush = CanvasRenderingContext2D

const RATIO = 3

/**
 * Draws the icon an id describes (the grammar is in the server's style, catalog/style/marks.ts); null for an id of another kind.
 * `ring` is the colour around it that keeps it apart from the ground.
 */
export function drawIcon(id: string, ring: string): Icon | null {
  const [kind, first = '', second = '', third = ''] = id.split(':')
  switch (kind) {
    case 'mark':
      return icon(30, brush => mark(brush, first, second, third, ring))
    case 'camera':
      return icon(40, brush => camera(brush, first === 'ptz', second, ring))
    case 'patrol':
      return icon(34, brush => patrol(brush, first, second, ring))
    case 'chip':
      return { ...icon(20, brush => chip(brush, first, second)), stretch: { x: [24, 36], y: [24, 36], content: [9, 6, 51, 54] } }
    default:
      return null
  }
}

function icon(size: number, draw: (brush: Brush) => void): Icon {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = size * RATIO
  const brush = canvas.getContext('2d', { willReadFrequently: true })!
  brush.scale(RATIO, RATIO)
  brush.translate(size / 2, size / 2)
  brush.lineJoin = brush.lineCap = 'round'
  draw(brush)
  return { data: brush.getImageData(0, 0, canvas.width, canvas.height), pixelRatio: RATIO }
}

/** Corners and turn of each shape; sizes are set so that all cover about the same area. */
const POLYGONS: Readonly<Record<string, readonly [corners: number, turn: number, radius: number]>> = {
  diamond: [4, 0, 11.2],
  square: [4, 45, 11.2],
  triangle: [3, 0, 12],
  pentagon: [5, 0, 10.6],
  hexagon: [6, 30, 10.2],
}

function outline(brush: Brush, shape: string, scale: number): void {
  brush.beginPath()
  const polygon = POLYGONS[shape]
  if (!polygon) {
    brush.arc(0, 0, 9 * scale, 0, Math.PI * 2)
    return
  }
  const [corners, turn, radius] = polygon
  for (let i = 0; i < corners; i++) {
    const angle = ((i * 360) / corners + turn - 90) * (Math.PI / 180)
    brush.lineTo(Math.cos(angle) * radius * scale, Math.sin(angle) * radius * scale + (shape === 'triangle' ? 2 : 0))
  }
  brush.closePath()
}

/** Open: filled, with a bright core. Assigned: filled, a bar through it. Closed: hollow. */
function mark(brush: Brush, shape: string, color: string, state: string, ring: string): void {
  outline(brush, shape, 1)
  brush.strokeStyle = ring
  brush.lineWidth = 4.5
  if (state !== 'closed') brush.stroke()
  brush.fillStyle = state === 'closed' ? ring : color
  brush.fill()
  brush.strokeStyle = color
  brush.lineWidth = state === 'closed' ? 2 : 1
  brush.stroke()
  brush.fillStyle = '#ffffff'
  brush.beginPath()
  if (state === 'open') brush.arc(0, shape === 'triangle' ? 2.2 : 0, 3.1, 0, Math.PI * 2)
  else if (state === 'assigned') brush.roundRect(-4, shape === 'triangle' ? 1.2 : -1.2, 8, 2.4, 1.2)
  brush.fill()
}

/** A wedge that opens north, on the spot where the camera stands. */
function camera(brush: Brush, ptz: boolean, color: string, ring: string): void {
  const half = ptz ? 0.62 : 0.42
  brush.beginPath()
  brush.moveTo(0, 0)
  brush.arc(0, 0, 17, -Math.PI / 2 - half, -Math.PI / 2 + half)
  brush.closePath()
  brush.globalAlpha = 0.42
  brush.fillStyle = color
  brush.fill()
  brush.globalAlpha = 1
  brush.beginPath()
  brush.arc(0, 0, ptz ? 5.6 : 4.8, 0, Math.PI * 2)
  brush.fillStyle = color
  brush.strokeStyle = ring
  brush.lineWidth = 3
  brush.stroke()
  brush.fill()
  if (!ptz) return
  brush.beginPath()
  brush.arc(0, 0, 2.2, 0, Math.PI * 2)
  brush.fillStyle = ring
  brush.fill()
}

/** An arrow in the direction of travel; a team is a disc with the arrow in it, a car the arrow alone, a foot patrol a slim one. */
function patrol(brush: Brush, kind: string, color: string, ring: string): void {
  if (kind === 'team') {
    disc(brush, 12, color, ring)
    arrow(brush, 7, 4.8, '#ffffff', color)
    return
  }
  arrow(brush, kind === 'foot' ? 11.5 : 13, kind === 'foot' ? 7.5 : 10.5, color, ring)
  if (kind !== 'foot') return
  brush.beginPath()
  brush.arc(0, 1.5, 2.2, 0, Math.PI * 2)
  brush.fillStyle = '#ffffff'
  brush.fill()
}

function disc(brush: Brush, radius: number, fill: string, ring: string): void {
  brush.beginPath()
  brush.arc(0, 0, radius, 0, Math.PI * 2)
  brush.strokeStyle = ring
  brush.lineWidth = 4
  brush.stroke()
  brush.fillStyle = fill
  brush.fill()
}

function arrow(brush: Brush, length: number, width: number, fill: string, ring: string): void {
  brush.beginPath()
  brush.moveTo(0, -length)
  brush.lineTo(width, length * 0.8)
  brush.lineTo(0, length * 0.38)
  brush.lineTo(-width, length * 0.8)
  brush.closePath()
  brush.strokeStyle = ring
  brush.lineWidth = 4.5
  brush.stroke()
  brush.fillStyle = fill
  brush.fill()
}

function chip(brush: Brush, fill: string, line: string): void {
  brush.beginPath()
  brush.roundRect(-9, -9, 18, 18, 6)
  brush.fillStyle = fill
  brush.fill()
  brush.strokeStyle = line
  brush.lineWidth = 1.4
  brush.stroke()
}
