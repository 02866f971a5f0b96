import { expect, test } from 'vitest'
import { parseReport } from './report'

const crlf = (text: string) => Buffer.from(text.replace(/\n/g, '\r\n'))

const dsn = (recipient: string) => `From: MAILER-DAEMON@mx.customer.example
To: bounces+abc@shop.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

Your message could not be delivered.
--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.customer.example
Arrival-Date: Fri, 2 Jan 2026 03:04:05 +0000

${recipient}
--b1
Content-Type: message/rfc822

From: hello@shop.example
Message-ID: <delivery-1@shop.example>
Subject: Hi

Body
--b1--
`

test('reads a failed delivery in the form of RFC 3464, with folded fields', async () => {
  const report = await parseReport(
    crlf(
      dsn(`Final-Recipient: rfc822; li@customer.example
Original-Recipient: rfc822;Li@customer.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <li@customer.example>: Recipient address
 rejected: User unknown`),
    ),
  )
  expect(report).toEqual({
    kind: 'delivery',
    recipients: [
      {
        recipient: 'Li@customer.example',
        action: 'failed',
        status: '5.1.1',
        diagnostic: '550 5.1.1 <li@customer.example>: Recipient address rejected: User unknown',
      },
    ],
    sentTo: ['bounces+abc@shop.example'],
    messageId: '<delivery-1@shop.example>',
  })
})

test('reads several recipients and leaves out groups that make no sense', async () => {
  const report = await parseReport(
    crlf(
      dsn(`Final-Recipient: rfc822; a@customer.example
Action: delayed
Status: 4.4.1

Final-Recipient: rfc822; b@customer.example
Action: delivered
Status: 2.0.0

Final-Recipient: rfc822; c@customer.example
Action: exploded`),
    ),
  )
  expect(report.kind === 'delivery' && report.recipients.map(({ action }) => action)).toEqual([
    'delayed',
    'delivered',
  ])
})

test('reads an abuse report in the form of RFC 5965', async () => {
  const report = await parseReport(
    crlf(`From: feedback@isp.example
To: abuse@shop.example
Delivered-To: bounces+xyz@shop.example
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b2"

--b2
Content-Type: text/plain

This is an abuse report.
--b2
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Rcpt-To: <li@customer.example>

--b2
Content-Type: text/rfc822-headers

Message-ID: <delivery-2@shop.example>
To: Li <li@customer.example>

--b2--
`),
  )
  expect(report).toEqual({
    kind: 'complaint',
    feedback: 'abuse',
    recipient: 'li@customer.example',
    sentTo: ['abuse@shop.example', 'bounces+xyz@shop.example'],
    messageId: '<delivery-2@shop.example>',
  })
})

test.each([
  ['an ordinary reply', 'From: li@customer.example\nTo: hello@shop.example\nSubject: Re: Hi\n\nThanks'],
  ['nothing', ''],
  ['noise', '\u0000\u0001\u0002'.repeat(100)],
  ['a report cut off', dsn('Final-Recipient').slice(0, 200)],
])('%s is not a report', async (_name, text) => {
  expect(await parseReport(crlf(text))).toEqual({ kind: 'other' })
})
