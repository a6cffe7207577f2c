/** POST of JSON to an app's API, or of a text as it is. `url`: known when the app has started. */
export function asker(url: () => string) {
  const ask = (path: string, body: unknown, query = ''): Promise<Response> =>
    fetch(`${url()}/api/${path}${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  return {
    ask,
    /** The JSON of a success. Throws what a refusal says. */
    answer: async <T>(path: string, body: unknown, query = ''): Promise<T> => {
      const response = await ask(path, body, query)
      if (response.status !== 200) throw new Error(await response.text())
      return (await response.json()) as T
    },
  }
}
