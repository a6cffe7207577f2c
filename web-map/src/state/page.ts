import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { Page } from './url.ts'

/** The workspace on screen. */
export const usePage = defineStore('page', () => ({ now: ref<Page>('map') }))
