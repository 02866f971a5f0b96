export const snippets = ['browser', 'rudder', 'node', 'curl'] as const
export type SnippetKind = (typeof snippets)[number]

interface Place {
  readonly url: string
  readonly key: string
}

/** Code that sends an event to this server. */
export function snippetOf(kind: SnippetKind, place: Place): string {
  return writers[kind](place)
}

const writers: Readonly<Record<SnippetKind, (place: Place) => string>> = {
  browser: ({ url, key }) => `import { AnalyticsBrowser } from '@segment/analytics-next'

const analytics = AnalyticsBrowser.load({ writeKey: '${key}', cdnURL: '${url}' })
analytics.page()
analytics.identify('user-1', { email: 'ada@example.com' })
analytics.track('Product Viewed', { product_id: 'p1', category: 'Tea', price: 39 })`,
  rudder: ({ url, key }) => `import { RudderAnalytics } from '@rudderstack/analytics-js'

const analytics = new RudderAnalytics()
analytics.load('${key}', '${url}', { configUrl: '${url}' })
analytics.page()
analytics.track('Product Viewed', { product_id: 'p1', category: 'Tea', price: 39 })`,
  node: ({ url, key }) => `import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({ writeKey: '${key}', host: '${url}' })
analytics.track({
  userId: 'user-1',
  event: 'Order Completed',
  properties: { order_id: 'o-1', revenue: 199.5, currency: 'CNY', products: [{ product_id: 'p1', price: 199.5, quantity: 1 }] },
})`,
  curl: ({ url, key }) => `curl ${url}/v1/batch \\
  -u '${key}:' -H 'Content-Type: application/json' \\
  -d '{"batch":[{"type":"track","userId":"user-1","event":"Order Completed","messageId":"order-o-1",
       "properties":{"order_id":"o-1","revenue":199.5,"currency":"CNY"}}]}'`,
}
