import type { FenceRule } from '../../contract/index.ts'
import { shown } from '../../features/index.ts'
import { ZongtuError } from '../../kernel/index.ts'
import { checkMessage } from './message.ts'
import { isTimeZone } from './schedule.ts'

/** What a word of `detect` cannot do without. */
const NEEDS = ['dwell', 'loiter', 'crowd', 'absent', 'silent', 'speed', 'corridor'] as const

const bad = (property: string, detail: string): ZongtuError => new ZongtuError('bad-fence', detail, { property })

/**
 * Refuses a rule that contradicts itself, whatever objects do and whatever the layers hold. Throws bad-fence (`property`), and bad-property for a time
 * zone or a placeholder that there is not.
 */
export function checkRule(rule: FenceRule): void {
  for (const word of NEEDS) {
    if (rule.detect.includes(word) && rule[word] === undefined)
      throw bad(word, `detect has ${word}, and ${word} is absent: it must say when`)
  }
  checkLoiter(rule)
  checkCrowd(rule)
  checkSpeed(rule)
  const { schedule, message } = rule
  if (schedule && !isTimeZone(schedule.timeZone)) {
    const property = 'schedule.timeZone'
    throw new ZongtuError(
      'bad-property',
      `${property} is ${shown(schedule.timeZone)}, it must be a name of the IANA time zone database, such as Asia/Shanghai`,
      { property },
    )
  }
  if (message) checkMessage(message)
}

function checkLoiter({ loiter }: FenceRule): void {
  if (loiter === undefined) return
  const { seconds, entries, window } = loiter
  if (seconds === undefined && entries === undefined)
    throw bad('loiter', 'loiter has neither seconds nor entries, it must have one of them')
  if (seconds !== undefined && seconds > window)
    throw bad('loiter.seconds', `loiter.seconds is ${seconds}, it must not exceed loiter.window, ${window}: it could never fire`)
}

function checkCrowd({ crowd, objects }: FenceRule): void {
  if (crowd === undefined) return
  const { count, clear } = crowd
  if (clear !== undefined && clear > count) throw bad('crowd.clear', `crowd.clear is ${clear}, it must not exceed crowd.count, ${count}`)
  if ('ids' in objects && count > objects.ids.length)
    throw bad('crowd.count', `crowd.count is ${count}, but objects names ${objects.ids.length}: it could never fire`)
}

function checkSpeed({ speed }: FenceRule): void {
  if (speed === undefined) return
  const { above, below } = speed
  if (above === undefined && below === undefined) throw bad('speed', 'speed has neither above nor below, it must have one of them')
  if (above !== undefined && below !== undefined && above >= below)
    throw bad(
      'speed.above',
      `speed.above is ${above}, it must be less than speed.below, ${below}: nothing is faster and slower, it could never fire`,
    )
}
