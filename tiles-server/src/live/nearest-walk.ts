import { BoundHeap } from './bound-heap.ts'

interface Boxed {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

/** A node of RBush's tree. */
export interface TreeNode<T> extends Boxed {
  /** Its children are features. */
  readonly leaf: boolean
  readonly children: readonly TreeNode<T>[] | readonly T[]
}

/** Gives the distance below which nothing in a box is. */
export type BoxBound = (west: number, south: number, east: number, north: number) => number

/**
 * The features of an R-tree in ascending order of the bound of their boxes: best-first (Hjaltason and Samet, "Distance browsing in spatial databases",
 * 1999). Of one moment: use it up within one turn of the event loop.
 */
export class NearestWalk<T extends Boxed> {
  readonly #bound: BoxBound
  readonly #nodes = new BoundHeap<TreeNode<T>>()
  readonly #features = new BoundHeap<T>()
  /** What lies beyond is passed over; may be lowered on the way. */
  limit: number
  /** Boxes looked at. */
  looked = 0

  constructor(root: TreeNode<T>, bound: BoxBound, limit: number) {
    this.#bound = bound
    this.limit = limit
    // An empty tree's root has no extent.
    if (root.minX <= root.maxX) this.#nodes.push(0, root)
  }

  /** The bound that nothing still to come is below; Infinity at the end. */
  get bound(): number {
    return Math.min(this.#nodes.least, this.#features.least)
  }

  /** The next feature, undefined at the end. */
  next(): T | undefined {
    const [nodes, features] = [this.#nodes, this.#features]
    // What is no feature yet is opened first: a box may hold one as near as the nearest that is known.
    while (nodes.least <= features.least && nodes.least <= this.limit) {
      const node = nodes.pop()
      if (!node) break
      if (node.leaf) this.#offerFeatures(node.children as readonly T[])
      else this.#offerNodes(node.children as readonly TreeNode<T>[])
    }
    return features.least <= this.limit ? features.pop() : undefined
  }

  #offerFeatures(children: readonly T[]): void {
    const { limit } = this
    this.looked += children.length
    for (const child of children) {
      const bound = this.#bound(child.minX, child.minY, child.maxX, child.maxY)
      if (bound <= limit) this.#features.push(bound, child)
    }
  }

  #offerNodes(children: readonly TreeNode<T>[]): void {
    const { limit } = this
    this.looked += children.length
    for (const child of children) {
      const bound = this.#bound(child.minX, child.minY, child.maxX, child.maxY)
      if (bound <= limit) this.#nodes.push(bound, child)
    }
  }
}
