export type { MapController } from './controller.ts'
export { firstZoomOf, legendOf } from './legend.ts'
export { default as MapCanvas } from './MapCanvas.vue'
export { drawnHere, viewOf } from './overlays/here.ts'
