import type { FenceMessage } from '../../contract/index.ts'
import { ZongtuError } from '../../kernel/index.ts'

const WORDS = ['object', 'zone', 'time', 'fence'] as const
const LANGUAGES = ['zh-CN', 'en'] as const
const NOBODY: FenceMessage = { 'zh-CN': '多个对象', en: 'the objects' }
const DEFAULT_ZONE = 'Asia/Shanghai'

/** What a message can name. `time`: milliseconds since the Unix epoch; `object` null where no single one is meant. */
interface Named {
  readonly object: string | null
  readonly zone: string
  readonly time: number
  readonly fence: string
}

/** Throws bad-property for a message with a placeholder that there is not, or a brace that is none. */
export function checkMessage(message: FenceMessage): void {
  for (const language of LANGUAGES) {
    for (const [found] of message[language].matchAll(/\{[^{}]*\}|[{}]/g)) {
      if (WORDS.some(word => found === `{${word}}`)) continue
      const property = `message.${language}`
      const allowed = WORDS.map(word => `{${word}}`).join(', ')
      throw new ZongtuError('bad-property', `${property} has ${JSON.stringify(found.slice(0, 60))}, it may have ${allowed}`, { property })
    }
  }
}

/** The message of an alert, in both languages; times as a clock on a wall of the zone says. */
export function renderMessage(message: FenceMessage, { object, zone, time, fence }: Named, timeZone = DEFAULT_ZONE): FenceMessage {
  const at = wallTime(time, timeZone)
  const render = (language: (typeof LANGUAGES)[number]): string => {
    const words = { object: object ?? NOBODY[language], zone, time: at, fence }
    return message[language].replaceAll(/\{(object|zone|time|fence)\}/g, (_, word: keyof typeof words) => words[word])
  }
  return { 'zh-CN': render('zh-CN'), en: render('en') }
}

/** YYYY-MM-DD HH:MM:SS. */
const wallTime = (time: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(time)
