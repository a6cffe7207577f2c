// Writes an SQLite file in a thread of its own: the library works synchronously. Plain JavaScript, so that the thread starts without a TypeScript loader.
// Messages: { sql } runs statements, { sql, rows } one statement for each row of values, {} closes the file. Each is answered: { error? }.
import { parentPort, workerData } from 'node:worker_threads'
import sqlite from 'node-sqlite3-wasm'

const db = new sqlite.Database(workerData.path)

function run({ sql, rows }) {
  if (sql === undefined) return db.close()
  if (rows === undefined) return db.exec(sql)
  const statement = db.prepare(sql)
  try {
    for (const row of rows) statement.run(row)
  } finally {
    statement.finalize()
  }
}

parentPort.on('message', message => {
  try {
    run(message)
    parentPort.postMessage({})
  } catch (error) {
    parentPort.postMessage({ error: String(error.message) })
  }
  if (message.sql === undefined) parentPort.close()
})
