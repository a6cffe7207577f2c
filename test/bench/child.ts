// A bench process: does one role's work in a process of its own, so that nothing else runs on its event loop.
import { bareRole } from './roles/bare.ts'
import { coldRole } from './roles/cold.ts'
import { fencesRole } from './roles/fences.ts'
import { fillRole } from './roles/fill.ts'
import { indexRole } from './roles/index-work.ts'
import { locateRole } from './roles/locate.ts'
import { nearestRole } from './roles/nearest.ts'
import { serverRole } from './roles/server.ts'
import { serve } from './rpc.ts'

const roles = {
  bare: bareRole,
  cold: coldRole,
  fences: fencesRole,
  fill: fillRole,
  index: indexRole,
  locate: locateRole,
  nearest: nearestRole,
  server: serverRole,
}
const [, , role = ''] = process.argv
serve(roles[role as keyof typeof roles]())
