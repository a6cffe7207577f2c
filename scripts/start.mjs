// `npm start`: from a fresh clone to the served map. Runs on node: modules alone, for nothing may be installed yet.
import { checkNode, ensurePackages } from './setup/packages.mjs'
import { step } from './setup/run.mjs'
import { builtServer } from './setup/server.mjs'
import { buildViewer, viewerIsFresh } from './setup/viewer.mjs'

process.env.LOG_FORMAT ??= 'text' // npm start is for people, also where its output is piped
checkNode()
await ensurePackages({ dev: false })
const server = await builtServer()

// The page is built while the store opens and loads; the server answers it as soon as it is there.
if (!viewerIsFresh()) {
  const done = step('building the viewer')
  const failed = output => console.error(`the viewer could not be built; the API serves without it:\n${output}`)
  buildViewer().then(
    ({ code, output }) => (code === 0 ? done() : failed(output)),
    error => failed(error.message), // Vite could not even be started
  )
}

// In this process, not in a child: signals and exit codes are the server's own.
await import(server)
