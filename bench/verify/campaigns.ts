import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { CampaignResults, Incremental } from '@rapport/contract'
import { deriveId } from '../../server/src/kernel/id'
import { measure } from '../../server/src/modules/campaigns'
import { type Told, tell } from '../../server/src/modules/campaigns/testing/told'
import {
  type HillstromArm,
  type HillstromReference,
  readHillstromReference,
} from '../../stats/src/testing/hillstrom'
import { openEmbeddedEngines } from '../../test/harness/open-engines'
import { type Check, checkFigures, type Figure, missingData } from './check'

const dataSet = 'hillstrom-email'
const workspaceId = deriveId('hillstrom')
const mailings = ['Mens E-Mail', 'Womens E-Mail'] as const
type Mailing = (typeof mailings)[number]

/** Uplifts as the issue states them, in its digits. */
const uplifts: Readonly<Record<Mailing, { readonly visit: number; readonly spend: number }>> = {
  'Mens E-Mail': { visit: 0.0765896, spend: 0.769827 },
  'Womens E-Mail': { visit: 0.0452331, spend: 0.424412 },
}

/**
 * The 64,000-person e-mail test as two campaigns: everybody assigned, visiting and ordering by events, measured by the
 * product's own statements. Both share the people who got nothing as their hold-out.
 */
export async function checks(dataDir: string): Promise<Check[]> {
  if (!existsSync(join(dataDir, dataSet))) return [missingData('campaigns.hillstrom', dataSet)]
  const reference = readHillstromReference(dataDir)
  const engines = await openEmbeddedEngines()
  try {
    await tell(engines.facts, workspaceId, readPeople(dataDir).flatMap(toldOf))
    const measured: Check[] = []
    for (const mailing of mailings) {
      const [visits, orders] = [
        await measure(engines.facts, campaignOf(mailing, 'Site Visited'), measuredAt),
        await measure(engines.facts, campaignOf(mailing, 'Order Completed'), measuredAt),
      ]
      measured.push(...checksOf(mailing, visits, orders, reference))
    }
    return measured
  } finally {
    await engines.close()
  }
}

const assignedAt = new Date('2008-03-20T00:00:00Z')
const actedAt = new Date('2008-03-25T00:00:00Z')
const measuredAt = new Date('2008-05-01T00:00:00Z')
/** "Visit, conversion and spend in the two weeks after delivery." */
const windowDays = 14

function campaignOf(mailing: Mailing, conversionEvent: string) {
  return {
    workspaceId,
    campaignId: deriveId('hillstrom', mailing),
    conversionEvent,
    windowDays,
    prePeriodDays: 0,
    assigned: { from: assignedAt, to: assignedAt },
    holdoutShare: 0.5,
    holdoutReason: '',
    currency: 'USD',
  }
}

interface Row {
  readonly profileId: string
  readonly arm: HillstromArm
  readonly hasVisited: boolean
  readonly hasConverted: boolean
  readonly spentCents: number
}

/** The last four columns are segment, visit, conversion and spend; only an earlier one is ever quoted. */
function readPeople(dataDir: string): Row[] {
  const text = gunzipSync(readFileSync(join(dataDir, dataSet, 'hillstrom.csv.gz'))).toString('utf8')
  return text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line, index) => {
      const [arm, visit, conversion, spend] = line.split(',').slice(-4)
      return {
        profileId: deriveId('hillstrom person', String(index)),
        arm: arm as HillstromArm,
        hasVisited: visit === '1',
        hasConverted: conversion === '1',
        spentCents: Math.round(Number(spend) * 100),
      }
    })
}

function toldOf({ profileId, arm, hasVisited, hasConverted, spentCents }: Row): Told[] {
  const assigned = mailings
    .filter((mailing) => arm === mailing || arm === 'No E-Mail')
    .map((mailing) => ({
      name: 'campaign_assigned',
      profileId,
      at: assignedAt,
      properties: {
        campaign_id: deriveId('hillstrom', mailing),
        arm: arm === mailing ? 'treated' : 'holdout',
      },
    }))
  return [
    ...assigned,
    ...(hasVisited ? [{ name: 'Site Visited', profileId, at: actedAt, source: 'shop' }] : []),
    ...(hasConverted ? [{ name: 'Order Completed', profileId, at: actedAt, valueMinor: spentCents }] : []),
  ]
}

function checksOf(
  mailing: Mailing,
  visits: CampaignResults,
  orders: CampaignResults,
  reference: Readonly<Record<string, HillstromReference>>,
): Check[] {
  const id = `campaigns.hillstrom.${mailing.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`
  const answers = [
    ['visit', visits.conversions, 1],
    ['conversion', orders.conversions, 1],
    ['spend', orders.revenueUnadjusted, 100],
  ] as const
  return [
    checkFigures(`${id}.uplift`, `${mailing} as a campaign: uplift of visits and of spend`, [
      stated('visit', uplifts[mailing].visit, visits.conversions, 1, 0.5e-7),
      stated('spend', uplifts[mailing].spend, orders.revenueUnadjusted, 100, 0.5e-6),
    ]),
    ...answers.map(([outcome, answer, unit]) =>
      checkFigures(
        `${id}.${outcome}`,
        `${mailing} as a campaign: ${outcome}, 95 % interval`,
        published(reference[`${mailing} vs No E-Mail / ${outcome}`], answer, unit),
      ),
    ),
  ]
}

function stated(
  name: string,
  expected: number,
  answer: Incremental,
  unit: number,
  tolerance: number,
): Figure {
  return { name, expected, got: perPerson(answer).estimate / unit, tolerance }
}

/** Nine significant digits. */
const relativeTolerance = 1e-9

function published(reference: HillstromReference | undefined, answer: Incremental, unit: number): Figure[] {
  if (!reference) return []
  const { low, high } = perPerson(answer)
  const [expectedLow, expectedHigh] = reference.absolute.freq.ci
  const figure = (name: string, expected: number, got: number) => ({
    name,
    expected,
    got: got / unit,
    tolerance: relativeTolerance * Math.abs(expected),
  })
  return [figure('low', expectedLow, low), figure('high', expectedHigh, high)]
}

function perPerson(answer: Incremental) {
  if (answer.kind === 'no_answer') throw new Error(`the campaign has no answer: ${answer.reason}`)
  return answer.perPerson
}
