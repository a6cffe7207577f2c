// PGlite says ReadyForQuery twice when a statement of the extended protocol fails: at the error, and at the Sync that ends the statement.
// The client takes the first for the end, sends its next statement and takes the second for the end of that one: from then on answers
// go to the wrong statements. PostgreSQL says it at the Sync only ("Extended Query" in its manual's chapter on the protocol), so the first is left out.

const READY = 'Z'.charCodeAt(0)
/** Messages of the client inside a statement of the extended protocol: Parse, Bind, Describe, Execute, Close, Flush. */
const WITHIN = new Set([...'PBDECH'].map(letter => letter.charCodeAt(0)))

/** `db` with `execProtocolRawStream` that answers a message inside a statement without ReadyForQuery. */
export function withOneReady(db) {
  return new Proxy(db, {
    get(target, name) {
      if (name === 'execProtocolRawStream') {
        return (message, options) =>
          target.execProtocolRawStream(
            message,
            WITHIN.has(message[0]) ? { ...options, onRawData: withoutReady(options.onRawData) } : options,
          )
      }
      const value = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** Passes on the server's messages but for ReadyForQuery; chunks may cut messages anywhere. */
export function withoutReady(pass) {
  const header = new Uint8Array(5)
  let known = 0 // bytes of the header seen
  let left = 0 // bytes of the body to come
  return chunk => {
    const kept = []
    for (let at = 0; at < chunk.length; ) {
      if (left === 0) {
        header[known++] = chunk[at++]
        if (known < 5) continue
        left = new DataView(header.buffer).getUint32(1) - 4
        if (header[0] !== READY) kept.push(header.slice())
        if (left === 0) known = 0
        continue
      }
      const taken = Math.min(left, chunk.length - at)
      if (header[0] !== READY) kept.push(chunk.subarray(at, at + taken))
      at += taken
      left -= taken
      if (left === 0) known = 0
    }
    if (kept.length > 0) pass(Buffer.concat(kept))
  }
}
