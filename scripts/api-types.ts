// `npm run api-types`: writes the types of the HTTP API out of its description; with `--check` says whether they are up to date.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import openapiTS, { astToString } from 'openapi-typescript'
import { apiDocument } from '../tiles-server/src/http/index.ts'

const FILE = join(import.meta.dirname, '../web-map/api-client/schema.d.ts')

// Read again, since it is taken apart; as it would be by whoever got it over HTTP.
const document = JSON.parse(JSON.stringify(apiDocument())) as Parameters<typeof openapiTS>[0]
const types = `// Made by \`npm run api-types\` from the description of the API; not to be edited.\n${astToString(await openapiTS(document))}`

if (!process.argv.includes('--check')) writeFileSync(FILE, types)
else if (readFileSync(FILE, 'utf8') !== types) {
  console.error('web-map/api-client/schema.d.ts is not what the routes declare: run "npm run api-types"')
  process.exit(1)
}
