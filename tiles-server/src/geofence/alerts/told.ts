import type { Alert } from '../../contract/index.ts'
import type { StoredAlert } from '../../store/index.ts'
import { renderMessage } from '../fences/message.ts'
import { explain } from './explain.ts'

/** A kept alert as it is told: its numbers in words, its fence's message with names filled in. */
export function told({ lon, lat, template, timeZone, count, ...alert }: StoredAlert): Alert {
  const { object, zoneName: zone, fenceName: fence } = alert
  return {
    ...alert,
    position: lon === null || lat === null ? null : [lon, lat],
    explanation: explain(alert),
    message: template && renderMessage(template, { object, zone, fence, time: Date.parse(alert.time) }, timeZone ?? undefined),
    ...(count !== null && { count }),
  }
}
