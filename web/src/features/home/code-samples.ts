/** How programs send events here, ready to paste once the write key is filled in. */
export function codeSamples(host: string) {
  return {
    curl: `curl ${host}/v1/track \\
  -u WRITE_KEY: \\
  -H 'Content-Type: application/json' \\
  -d '{
    "userId": "C10086",
    "event": "Order Completed",
    "properties": { "order_id": "A1001", "revenue": 268, "currency": "CNY" }
  }'`,
    'Node.js': `import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({ writeKey: 'WRITE_KEY', host: '${host}' })

analytics.identify({ userId: 'C10086', traits: { name: '王小明', phone: '13800000000' } })
analytics.track({
  userId: 'C10086',
  event: 'Order Completed',
  properties: { order_id: 'A1001', revenue: 268, currency: 'CNY' },
})`,
    Python: `import segment.analytics as analytics

analytics.write_key = 'WRITE_KEY'
analytics.host = '${host}'

analytics.track('C10086', 'Order Completed', {
    'order_id': 'A1001', 'revenue': 268, 'currency': 'CNY',
})`,
  } as const
}

export type SampleName = keyof ReturnType<typeof codeSamples>
