import { request } from 'node:http'
import { createInterface } from 'node:readline'
import type { BacktestLine, BacktestResult, FenceInput } from '../../tiles-server/src/contract/index.ts'
import type { CompiledFence } from '../../tiles-server/src/geofence/index.ts'
import type { RunningApp } from '../support/app.ts'
import { type Answer, ask } from './support.ts'

/** As a client would send what an engine has (a crowd is over at what it names, or below); without members of zones that only an engine knows. */
export function inputOf({ id, version: _, objects, zones, margin, crowd, ...rule }: CompiledFence): FenceInput {
  return {
    ...rule,
    ...(crowd && { crowd: { ...crowd, clear: crowd.clear + 1 } }),
    name: id,
    objects: objects === 'all' ? { all: true } : { ids: [...(objects as ReadonlySet<string>)] },
    zones: zones.map(({ geometry }) => ({ geometry })),
    ...(margin !== null && { margin }),
  } as FenceInput
}

export const iso = (time: number): string => new Date(time).toISOString()

/** A backtest, of a fence or of none, answered at once. */
export const backtest = (app: RunningApp, fence: string | null, body: object): Promise<Answer<BacktestResult>> =>
  ask<BacktestResult>(app, 'POST', fence === null ? '/fences/backtest' : `/fences/${fence}/backtest`, { body })

/** One that is answered as it comes about. */
export interface Running {
  readonly status: number
  readonly lines: AsyncIterator<BacktestLine>
  /** Closes the connection. */
  leave(): void
}

export async function begin(app: RunningApp, fence: string | null, body: object): Promise<Running> {
  const asked = request(`${app.url}/api/fences/${fence === null ? '' : `${fence}/`}backtest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
    agent: false,
  })
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    asked.once('response', resolve)
    asked.once('error', reject)
    asked.end(JSON.stringify(body))
  })
  asked.on('error', () => undefined)
  response.on('error', () => undefined)
  async function* lines(): AsyncGenerator<BacktestLine> {
    for await (const line of createInterface({ input: response })) yield JSON.parse(line) as BacktestLine
  }
  return { status: response.statusCode!, lines: lines(), leave: () => asked.destroy() }
}

/** All lines of one that is answered as it comes about. */
export async function allLines(app: RunningApp, fence: string | null, body: object): Promise<BacktestLine[]> {
  const { lines } = await begin(app, fence, body)
  const all: BacktestLine[] = []
  for (let next = await lines.next(); !next.done; next = await lines.next()) all.push(next.value)
  return all
}
