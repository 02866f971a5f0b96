import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { createCsvParser } from '../../server/src/flows/imports/source/csv'
import { findPairs } from '../../server/src/modules/profiles/duplicates/find'
import { type Person, personOf } from '../../server/src/modules/profiles/duplicates/person'
import { type Check, checkFigures, missingData } from './check'

const dataSet = 'identity-febrl'

/** The quality of the queue of duplicates on both sets. */
export async function checks(dataDir: string): Promise<Check[]> {
  const isThere = existsSync(join(dataDir, dataSet))
  return isThere ? febrlChecks(dataDir) : [missingData('duplicates.febrl', dataSet)]
}

export interface DuplicateQuality {
  readonly people: number
  readonly truePairs: number
  readonly compared: number
  /** Of all pairs in the queue, and of those that are as good as certain. */
  readonly queue: Quality
  readonly certain: Quality
}

interface Quality {
  readonly found: number
  readonly precision: number
  readonly recall: number
}

/** Above it a pair is as good as certain; still a person decides. */
const certainScore = 95

/** How well the queue of duplicates does on a FEBRL data set. The social security number, which gives them away, is not used. */
export async function febrlQuality(path: string): Promise<DuplicateQuality> {
  const people = await readPeople(path)
  const folder = await mkdtemp(join(tmpdir(), 'rapport-febrl-'))
  try {
    async function* all() {
      yield people
    }
    const { pairs, compared } = await findPairs(all, folder)
    const truePairs = countTruePairs(people)
    const quality = (scoreMin: number): Quality => {
      const found = pairs.filter(({ score }) => score >= scoreMin)
      const right = found.filter(({ leftId, rightId }) => entityOf(leftId) === entityOf(rightId)).length
      return { found: found.length, precision: right / found.length, recall: right / truePairs }
    }
    return { people: people.length, truePairs, compared, queue: quality(0), certain: quality(certainScore) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * FEBRL 1 and 2. The published linkage of set 1 (recordlinkage guide) finds 317 of 500 pairs, all true: a recall of .634 at
 * full precision.
 */
export async function febrlChecks(dataDir: string): Promise<Check[]> {
  const sets = [
    { name: 'febrl_dataset1.csv', truePairs: 500, recallMin: 0.99 },
    { name: 'febrl_dataset2.csv.gz', truePairs: 1_934, recallMin: 0.98 },
  ]
  return Promise.all(
    sets.map(async ({ name, truePairs, recallMin }) => {
      const got = await febrlQuality(join(dataDir, dataSet, name))
      const title = `${name}: queue precision ${got.queue.precision.toFixed(4)}, recall ${got.queue.recall.toFixed(4)}; from a score of ${certainScore} on precision ${got.certain.precision.toFixed(4)}, recall ${got.certain.recall.toFixed(4)}`
      return checkFigures(`duplicates.${name.slice(0, 5)}${name.slice(13, 14)}`, title, [
        { name: 'true pairs', expected: truePairs, got: got.truePairs, tolerance: 0 },
        {
          name: 'false pairs among the certain',
          expected: 0,
          got: Math.round(got.certain.found * (1 - got.certain.precision)),
          tolerance: 0,
        },
        {
          name: `certain recall at least ${recallMin}`,
          expected: 1,
          got: got.certain.recall >= recallMin ? 1 : 0,
          tolerance: 0,
        },
      ])
    }),
  )
}

async function readPeople(path: string): Promise<Person[]> {
  const bytes = await readFile(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  const [header, ...rows] = createCsvParser(',').push(`${text}\n`)
  const columns = header?.cells.map((cell) => cell.trim()) ?? []
  return rows.map(({ cells }) => {
    const of = (name: string) => (cells[columns.indexOf(name)] ?? '').trim()
    return personOf(of('rec_id'), {
      first_name: of('given_name'),
      last_name: of('surname'),
      birthday: of('date_of_birth'),
      street: [of('street_number'), of('address_1'), of('address_2')].filter(Boolean).join(' '),
      city: of('suburb'),
      postal_code: of('postcode'),
      region: of('state'),
    })
  })
}

function countTruePairs(people: readonly Person[]): number {
  const sizes = new Map<string, number>()
  for (const { id } of people) sizes.set(entityOf(id), (sizes.get(entityOf(id)) ?? 0) + 1)
  return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
}

/** rec-N-org and rec-N-dup-M are one person. */
function entityOf(id: string): string {
  return id.split('-')[1] ?? id
}
