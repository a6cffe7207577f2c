import { ElConfigProvider } from 'element-plus/es/components/config-provider/index.mjs'
import { ElOption as Option, ElSelect as Select } from 'element-plus/es/components/select/index.mjs'
import en from 'element-plus/es/locale/lang/en.mjs'
import zhCn from 'element-plus/es/locale/lang/zh-cn.mjs'
import 'element-plus/theme-chalk/el-option.css'
import 'element-plus/theme-chalk/el-popper.css'
import 'element-plus/theme-chalk/el-scrollbar.css'
import 'element-plus/theme-chalk/el-select.css'
import 'element-plus/theme-chalk/el-tag.css'
import type { Component } from 'vue'

/** Element Plus declares these by how their props are defined, not by the props; templates cannot be checked against that. */
export const ElSelect = Select as unknown as Component
export const Localised = ElConfigProvider as unknown as Component
export const ElOption = Option as unknown as Component

/** Their own texts, such as what an empty list says. */
export const elementTexts = { 'zh-CN': zhCn, en } as const
