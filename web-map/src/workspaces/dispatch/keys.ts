import { type InjectionKey, inject, type Ref } from 'vue'
import type { LayerInfo } from '../../api/queries.ts'
import type { MapController } from '../../map/index.ts'

export const MAP: InjectionKey<Ref<MapController | null>> = Symbol('map')
export const DEFS: InjectionKey<Ref<ReadonlyMap<string, LayerInfo>>> = Symbol('layer definitions')

/** The map of this page; null until it is there, or for good where the device cannot draw. */
export const useMap = (): Ref<MapController | null> => inject(MAP)!

export const useDefs = (): Ref<ReadonlyMap<string, LayerInfo>> => inject(DEFS)!
