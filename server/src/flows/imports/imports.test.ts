import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { importOptionsSchema } from '@rapport/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openImportBench } from './testing'

let bench: Awaited<ReturnType<typeof openImportBench>>
beforeAll(async () => {
  bench = await openImportBench()
})
afterAll(() => bench.close())

const people = `会员编号,姓名,手机号,邮箱,会员等级
V1,张三,13812345678,ZHANG@example.com,金卡
V2,李四,13912345678,,银卡
,王五,13712345678,,
V4,"=HYPERLINK(""http://evil"")",1,bad,
`

describe('a file of customers', () => {
  it('is understood, previewed, imported and reported', async () => {
    const { imports, actor, upload, run, recorded, audited } = bench.build()
    const uploaded = await upload(people, 'customers', '会员.csv')
    expect(uploaded).toMatchObject({
      state: 'ready',
      rowsTotal: 4,
      options: { key: 'user_id', country: 'CN' },
    })
    expect(uploaded.columns.map(({ target }) => target)).toEqual([
      'user_id',
      'name',
      'phone',
      'email',
      'trait:member_level',
    ])

    const preview = await imports.preview(actor.workspaceId, uploaded.id)
    expect(preview).toMatchObject({ rowsChecked: 4, rowsRejected: 1, missing: [] })
    expect(preview.results[0]).toMatchObject({ kind: 'customer', who: 'V1', title: '张三' })
    expect(preview.rows[2]?.problems).toEqual([{ reason: 'no_key', isRejected: true, detail: 'user_id' }])
    expect(preview.problems).toContainEqual({ reason: 'dropped_phone', isRejected: false, count: 1 })

    const done = await run(uploaded.id)
    expect(done).toMatchObject({ state: 'done', attempts: 1, rowsTotal: 4 })
    expect(done.report).toMatchObject({
      rowsAccepted: 3,
      rowsRejected: 1,
      rejected: { no_key: 1 },
      warnings: { dropped_email: 1, dropped_phone: 1 },
      customers: 3,
    })
    expect(recorded.map(({ userId, traits }) => [userId, traits])).toEqual([
      ['V1', { member_level: '金卡', email: 'zhang@example.com', phone: '+8613812345678', name: '张三' }],
      ['V2', { member_level: '银卡', phone: '+8613912345678', name: '李四' }],
      ['V4', { name: '=HYPERLINK("http://evil")' }],
    ])
    expect(audited).toEqual(['import.uploaded', 'import.started'])
  })

  it('gives its rejected rows back with the reason, and a cell that would run as a formula is text', async () => {
    const { upload, run, rejects } = bench.build()
    const { id } = await upload('id,name,phone\n,"=1+1",-5\n,@cmd,"a,b"\nu1,ok,1\n', 'customers')
    await run(id)
    expect(await rejects(id)).toBe(
      '\ufeffrow,reason,detail,id,name,phone\r\n1,no_key,user_id,,\'=1+1,-5\r\n2,no_key,user_id,,\'@cmd,"a,b"\r\n',
    )
  })

  it('leaves nothing on disk but the rejected rows once it is done', async () => {
    const { upload, run, imports, actor } = bench.build()
    const { id } = await upload(people, 'customers')
    const names = async () =>
      (await readdir(join(bench.folder, 'files'))).filter((name) => name.startsWith(id))
    expect(await names()).toEqual([`${id}.data`])
    await run(id)
    expect(await names()).toEqual([`${id}.rejected.csv`])
    await imports.remove(actor, id)
    expect(await names()).toEqual([])
  })

  it('has no source that is called as the product calls itself', () => {
    const { source } = importOptionsSchema.shape
    for (const name of ['rapport', ' Rapport ', 'COMPUTED_TRAITS'])
      expect(source.safeParse(name).success).toBe(false)
    expect(source.safeParse('rapport 2019').success).toBe(true)
  })

  it('with the header of an earlier one is understood as that one was', async () => {
    const { upload, run, imports, actor } = bench.build()
    const first = await upload('x,y\na@example.com,1\n', 'customers')
    await imports.change(actor.workspaceId, first.id, {
      columns: [{ index: 1, header: 'y', target: 'trait:score', type: 'number' }],
      options: { source: 'crm' },
    })
    await run(first.id)
    const second = await upload('x,y\nb@example.com,2\n')
    expect(second).toMatchObject({ kind: 'customers', options: { source: 'crm' } })
    expect(second.columns[1]).toMatchObject({
      target: 'trait:score',
      type: 'number',
      confidence: 1,
      samples: ['2'],
    })
  })
})

describe('a file of orders', () => {
  const header = 'order,date,customer id,sku,quantity,unit price'

  it('has its lines brought together wherever they lie', async () => {
    const { upload, run, recorded } = bench.build()
    const lines: string[] = []
    for (const sku of ['a', 'b', 'c'])
      for (let n = 1; n <= 1_000; n += 1)
        lines.push(`${n},2024-01-0${(n % 9) + 1} 10:00,u${n % 10},${sku},2,1.25`)
    const { id } = await upload([header, ...lines].join('\n'), 'orders')
    const { report } = await run(id)
    expect(report).toMatchObject({
      rowsAccepted: 3_000,
      orders: 1_000,
      customers: 10,
      customersWithOrders: 10,
      saleLines: 3_000,
      revenue: [{ currency: 'CNY', amountMinor: 750_000 }],
    })
    const orders = recorded.filter(({ event }) => event === 'Order Completed')
    expect(orders.length).toBe(1_000)
    expect(
      orders.every(({ properties }) => JSON.stringify(properties?.products).split('sku":').length === 4),
    ).toBe(true)
    const ofOne = orders.filter(({ userId }) => userId === 'u1').map(({ timestamp }) => timestamp)
    expect(ofOne).toEqual([...ofOne].sort())
  })

  it('read twice, or overlapping another, says the same messages', async () => {
    const { upload, run, recorded } = bench.build()
    const line = (n: number) => `${n},2024-01-01,u,a,1,5`
    const january = await upload([header, line(1), line(2)].join('\n'), 'orders')
    await run(january.id)
    const february = await upload([header, line(2), line(3)].join('\n'), 'orders')
    await run(february.id)
    expect(recorded.length).toBe(4)
    expect(new Set(recorded.map(({ messageId }) => messageId)).size).toBe(3)
  })

  it('without order numbers gives each row one that it has in every file', async () => {
    const { upload, run, recorded } = bench.build()
    const rows = ['customer,date,revenue', 'u1,2024-01-01,5', 'u1,2024-01-01,5', 'u2,2024-01-01,5']
    await run((await upload(rows.join('\n'), 'orders')).id)
    const first = recorded.map(({ messageId }) => messageId)
    expect(new Set(first).size).toBe(3)
    await run((await upload([rows[0], rows[3], rows[1], rows[2]].join('\n'), 'orders')).id)
    expect(new Set(recorded.map(({ messageId }) => messageId)).size).toBe(3)
  })

  it('says of its customers what the latest order says', async () => {
    const { upload, run, recorded } = bench.build()
    const text =
      'order,date,customer id,city,total\n2,2024-02-01,u,York,5\n1,2024-01-01,u,Bath,5\n3,2024-03-01,u,York,5\n'
    await run((await upload(text, 'orders')).id)
    const said = recorded
      .filter(({ type }) => type === 'identify')
      .map(({ timestamp, traits }) => [timestamp.slice(0, 7), traits])
    expect(said).toEqual([
      ['2023-12', { city: 'Bath' }],
      ['2024-01', { city: 'York' }],
    ])
  })

  it('known by address only belongs to a visitor with that address', async () => {
    const { upload, run, recorded } = bench.build()
    await run((await upload('订单号,下单时间,邮箱,实付金额\n1,2024-01-01,A@example.com,5\n', 'orders')).id)
    const [identify, order] = recorded
    expect(identify).toMatchObject({ type: 'identify', traits: { email: 'a@example.com' } })
    expect(order).toMatchObject({
      event: 'Order Completed',
      properties: { order_id: '1', total: 5, currency: 'CNY' },
    })
    expect(order?.anonymousId).toBe(identify?.anonymousId)
    expect(order?.userId).toBeUndefined()
  })

  it('counts every row once: accepted or rejected, whatever is wrong', async () => {
    const { upload, run, rejects } = bench.build()
    const rows = [
      '1,2024-01-01,u,a,1,5',
      '1,2024-01-01,v,a,1,5',
      '2,soon,u,a,1,5',
      ',2024-01-01,u,a,1,5',
      '3,2024-01-01,,a,1,5',
      '4,2024-01-01,u,a,1,0',
      '5,2024-01-01,u,a,x,5',
      '6,2024-01-01,u,a,1,5,7,8',
      '7,2024-01-01,u,a,1,5',
      '8,2024-01-01,u,"open,1,5',
    ]
    const { id } = await upload([header, ...rows].join('\n'), 'orders')
    const { report } = await run(id)
    expect(report).toMatchObject({
      rowsAccepted: 1,
      rowsRejected: 9,
      rejected: {
        mixed_customers: 2,
        invalid_date: 1,
        no_order_id: 1,
        no_key: 1,
        zero_amount: 1,
        invalid_quantity: 1,
        too_many_cells: 1,
        unclosed_quote: 1,
      },
    })
    const numbers = (await rejects(id))
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => Number(line.split(',')[0]))
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 10])
  })

  it('rejects an order of too many lines and reads the others', async () => {
    const { upload, run } = bench.build()
    const lines = Array.from({ length: 10_050 }, (_, n) => `0,2024-01-01,u,s${n},1,1`)
    const { id } = await upload(
      [header, '1,2024-01-01,u,a,1,5', ...lines, '2,2024-01-01,u,a,1,5'].join('\n'),
      'orders',
    )
    expect((await run(id)).report).toMatchObject({ orders: 2, rejected: { too_many_lines: 10_050 } })
  })
})

describe('a file of events', () => {
  it('in JSON Lines, compressed, becomes events', async () => {
    const { upload, run, recorded } = bench.build()
    const lines = Array.from({ length: 300 }, (_, n) =>
      JSON.stringify({
        messageId: `m${n}`,
        event: 'Product Viewed',
        userId: `u${n % 3}`,
        timestamp: '2024-01-01T00:00:00Z',
        traits: { email: `u${n % 3}@example.com` },
        properties: { price: n },
      }),
    )
    const uploaded = await upload(gzipSync(lines.join('\n')), undefined, 'events.jsonl.gz')
    expect(uploaded.kind).toBe('events')
    expect((await run(uploaded.id)).report).toMatchObject({ events: 300, rowsAccepted: 300 })
    expect(recorded.filter(({ type }) => type === 'identify').length).toBe(3)
    expect(recorded.find(({ messageId }) => messageId === 'm7')).toMatchObject({
      type: 'track',
      event: 'Product Viewed',
      properties: { price: 7 },
    })
  })
})

describe('an import that is not as it should be', () => {
  it('does not start while columns are missing, and says which', async () => {
    const { upload, imports, actor } = bench.build()
    const { id } = await upload('a,b\n1,2\n', 'orders')
    await expect(imports.run(actor, id)).rejects.toMatchObject({
      details: {
        code: 'mapping_incomplete',
        missing: [['user_id'], ['ordered_at'], ['total', 'line_total', 'unit_price']],
      },
    })
  })

  it.each([
    [[{ index: 0, header: 'a', target: 'nonsense', type: 'text' as const }], 'unknown_target'],
    [[{ index: 0, header: 'a', target: 'property:x', type: 'text' as const }], 'unknown_target'],
    [
      [
        { index: 0, header: 'a', target: 'email', type: 'text' as const },
        { index: 1, header: 'b', target: 'email', type: 'text' as const },
      ],
      'target_twice',
    ],
    [[{ index: 0, header: 'a', target: 'trait:revenue', type: 'text' as const }], 'computed_trait'],
  ])('refuses the mapping %j', async (columns, code) => {
    const { upload, imports, actor } = bench.build()
    const { id } = await upload('a,b\n1,2\n', 'customers')
    await expect(imports.change(actor.workspaceId, id, { columns })).rejects.toMatchObject({
      details: { code },
    })
  })

  it('that is no table leaves neither a file nor a record', async () => {
    const { upload, imports, actor } = bench.build()
    const before = await readdir(join(bench.folder, 'files'))
    await expect(upload('%PDF-1.7')).rejects.toMatchObject({ details: { code: 'not_a_table' } })
    expect(await readdir(join(bench.folder, 'files'))).toEqual(before)
    expect((await imports.list(actor.workspaceId, { limit: 10 })).items).toEqual([])
  })

  it('fails with a code when too many rows cannot be read, and can be mended and started again', async () => {
    const { upload, run, imports, actor } = bench.build()
    const good = Array.from({ length: 20 }, (_, n) => `{"id":"u${n}"}`)
    const bad = Array.from({ length: 1_001 }, () => '{"id":')
    const { id } = await upload([...good, ...bad].join('\n'), 'customers')
    const failed = await run(id)
    expect(failed).toMatchObject({ state: 'failed', failure: { code: 'too_many_broken_rows' } })
    expect((await imports.run(actor, id)).state).toBe('queued')
    expect((await imports.cancel(actor, id)).state).toBe('cancelled')
  })

  it('read anew in another encoding has its columns guessed anew', async () => {
    const { upload, imports, actor } = bench.build()
    const gbk = Buffer.from('d0d5c3fb2ccad6bbfabac50d0ad5c5c8fd2c31333831323334353637380d0a', 'hex')
    const { id } = await upload(gbk, 'customers')
    const wrong = await imports.change(actor.workspaceId, id, { format: { encoding: 'windows-1252' } })
    expect(wrong.columns[0]?.header).not.toBe('姓名')
    const right = await imports.change(actor.workspaceId, id, { format: { encoding: 'gb18030' } })
    expect(right.columns.map(({ header, target }) => [header, target])).toEqual([
      ['姓名', 'name'],
      ['手机号', 'phone'],
    ])
  })
})

it('another workspace sees nothing of an import and can do nothing with it', async () => {
  const ours = bench.build()
  const theirs = bench.build()
  const { id } = await ours.upload(people, 'customers')
  const { workspaceId } = theirs.actor
  await expect(theirs.imports.get(workspaceId, id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(theirs.imports.preview(workspaceId, id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(theirs.imports.change(workspaceId, id, {})).rejects.toMatchObject({ code: 'not_found' })
  await expect(theirs.imports.run(theirs.actor, id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(theirs.imports.remove(theirs.actor, id)).rejects.toMatchObject({ code: 'not_found' })
  expect((await theirs.imports.list(workspaceId, { limit: 10 })).items).toEqual([])
  expect((await ours.imports.get(ours.actor.workspaceId, id)).state).toBe('ready')
})

describe('an import that is interrupted', () => {
  const lines = Array.from({ length: 4_000 }, (_, n) => `u${n},name ${n}`)
  const text = ['customer id,name', ...lines].join('\n')

  it('is cancelled at its next step and keeps what it recorded', async () => {
    let reachSecond = (): void => undefined
    const second = new Promise<void>((resolve) => {
      reachSecond = resolve
    })
    let goOn = (): void => undefined
    const held = new Promise<void>((resolve) => {
      goOn = resolve
    })
    const { upload, imports, actor, until, recorded } = bench.build({
      beforeRecord: async (batch) => {
        if (batch !== 2) return
        reachSecond()
        await held
      },
    })
    const { id } = await upload(text, 'customers')
    await imports.run(actor, id)
    imports.start()
    await second
    await imports.cancel(actor, id)
    goOn()
    expect((await until(id, ['cancelled', 'done'])).state).toBe('cancelled')
    await imports.stop()
    expect(recorded.length).toBe(1_000)
  })

  it('goes on in the next process where it was and counts nothing twice', async () => {
    const first = bench.build({
      beforeRecord: (batch) => (batch === 4 ? new Promise(() => undefined) : undefined),
    })
    const { id } = await first.upload(text, 'customers')
    await first.imports.run(first.actor, id)
    first.imports.start()
    while ((await first.imports.get(first.actor.workspaceId, id)).checkpoint.batches < 3)
      await new Promise((resolve) => setImmediate(resolve))
    // the first process hangs in its fourth batch for ever, as one that was killed

    const second = bench.build({ workspaceId: first.actor.workspaceId })
    second.imports.start()
    const done = await second.until(id, ['done', 'failed'])
    await second.imports.stop()
    expect(done).toMatchObject({
      state: 'done',
      attempts: 2,
      report: { rowsAccepted: 4_000, customers: 4_000 },
    })
    expect(first.recorded.length).toBe(1_500)
    expect(second.recorded.length).toBe(2_500)
    const ids = [...first.recorded, ...second.recorded].map(({ messageId }) => messageId)
    expect(new Set(ids).size).toBe(4_000)
  })

  it('begins again when its batches are no longer cut the same way', async () => {
    const built = bench.build()
    const { id } = await built.upload(text, 'customers')
    await built.imports.run(built.actor, id)
    await bench.db.query(
      `UPDATE imports SET batches_done = 2, batches_digest = 'another program' WHERE import_id = $1`,
      [id],
    )
    built.imports.start()
    const done = await built.until(id, ['done', 'failed'])
    await built.imports.stop()
    expect(done.state).toBe('done')
    expect(built.recorded.length).toBe(4_000)
  })

  it('stops with the program and goes on at the next start', async () => {
    let stop: Promise<void> = Promise.resolve()
    const first = bench.build({
      beforeRecord: (batch) => {
        if (batch === 2) stop = first.imports.stop()
      },
    })
    const { id } = await first.upload(text, 'customers')
    await first.imports.run(first.actor, id)
    first.imports.start()
    while (first.recorded.length < 1_000) await new Promise((resolve) => setImmediate(resolve))
    await stop
    expect((await first.imports.get(first.actor.workspaceId, id)).state).toBe('running')
    const second = bench.build({ workspaceId: first.actor.workspaceId })
    second.imports.start()
    expect((await second.until(id, ['done', 'failed'])).state).toBe('done')
    await second.imports.stop()
    expect(new Set([...first.recorded, ...second.recorded].map(({ messageId }) => messageId)).size).toBe(
      4_000,
    )
  })
})
