declare module '*?worker&url' {
  const url: string
  export default url
}
declare module '*.css' {}
// vue-tsc reads the components themselves; this is for tools that only know TypeScript.
declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent
  export default component
}
