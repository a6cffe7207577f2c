export type SwatchLook =
  | { readonly kind: 'image'; readonly url: string; readonly size: number }
  | { readonly kind: 'area'; readonly fill: string; readonly line: string; readonly opacity?: number }
  | { readonly kind: 'line'; readonly line: string; readonly width: number; readonly dash?: string }
