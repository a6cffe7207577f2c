import iconv from 'iconv-lite'
import { createSlices, ZongtuError } from '../../kernel/index.ts'
import type { LiveFeature } from '../../live/index.ts'
import { shown } from '../shown.ts'
import { utf8 } from './export-pieces.ts'
import type { TextEncoding } from './export-types.ts'

const MARK = '\ufeff'

/**
 * Bytes of a text that comes in pieces, each of whole characters. The byte order mark comes before the first: UTF-16 always has one, UTF-8 when
 * asked for, because Excel takes UTF-8 without it for the local encoding.
 */
export function textEncoder(encoding: TextEncoding): (text: string) => Uint8Array {
  if (encoding === 'utf-8') return utf8
  if (encoding === 'gb18030') return text => iconv.encode(text, 'gb18030')
  let mark = MARK
  return text => {
    const whole = mark + text
    mark = ''
    return encoding === 'utf-8-bom' ? utf8(whole) : iconv.encode(whole, 'utf-16le')
  }
}

/**
 * Characters for private use whose places in GB18030 the edition of 2022 gave to others (annex D; U+E5E5 never had one): decoders of today make
 * something else of them.
 */
const NOT_GB18030 = /[\ue5e5\ue78d-\ue796\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864]/

/** Throws bad-parameter when the encoding cannot carry a text, before anything is written. */
export async function checkEncodable(features: readonly LiveFeature[], encoding: TextEncoding, signal: AbortSignal): Promise<void> {
  if (encoding !== 'gb18030') return
  const slices = createSlices(signal)
  for (const { id, properties } of features) {
    if (slices.over()) await slices.next()
    for (const value of [id, ...Object.values(properties)]) {
      const found = typeof value === 'string' ? NOT_GB18030.exec(value)?.[0] : undefined
      if (found === undefined) continue
      const code = `U+${found.codePointAt(0)!.toString(16).toUpperCase()}`
      throw new ZongtuError(
        'bad-parameter',
        `encoding is gb18030, which cannot carry the private-use character ${code} of feature ${shown(id)}`,
        {
          parameter: 'encoding',
        },
      )
    }
  }
}
