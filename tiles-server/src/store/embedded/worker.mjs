// The embedded store: PGlite with PostGIS in a thread of its own, behind a socket, so that the one `pg` client serves both stores.
// Plain JavaScript, so that the thread starts without a TypeScript loader.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { postgis } from '@electric-sql/pglite-postgis'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { withOneReady } from './one-ready.mjs'

const db = await PGlite.create({ dataDir: workerData.dataDir, extensions: { postgis, pg_trgm } })
await db.exec('create extension if not exists postgis; create extension if not exists pg_trgm')
const server = new PGLiteSocketServer({ db: withOneReady(db), ...workerData.listen, maxConnections: 10 })
await server.start()
parentPort.on('message', async () => {
  await server.stop()
  await nextTurn() // a connection that closed just before is cleaned up in the next turn, and asks the open store for its transaction
  await db.close()
  parentPort.postMessage('stopped')
  parentPort.close()
})
parentPort.postMessage('ready')
