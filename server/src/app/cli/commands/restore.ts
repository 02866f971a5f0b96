import { resolve } from 'node:path'
import { defineCommand } from 'citty'
import { type Restored, restoreBackup } from '../../../flows/backup'
import { Failure } from '../../../kernel/failure'
import { systemClock } from '../../../platform/clock'
import { loadConfig } from '../../../platform/config'
import { type Answer, commonArgs, say } from '../answer'
import { megabytes, moment } from '../table'

export const restore = defineCommand({
  meta: {
    name: 'restore',
    description:
      'Puts a backup into the data folder (RAPPORT_DATA_DIR), after every checksum was found right. The server must be stopped. Refuses a folder that holds data unless told to move that aside; a secret.key that lies there is kept. Example: RAPPORT_DATA_DIR=./restored rapport restore rapport-2024-05-01.tar.gz',
  },
  args: {
    source: {
      type: 'positional',
      required: true,
      description: 'The folder or file that `rapport backup` made',
      valueHint: 'rapport.tar.gz',
    },
    replace: {
      type: 'boolean',
      description: 'Move what the data folder holds to a folder beside it, and restore in its place',
      default: false,
    },
    json: commonArgs.json,
  },
  run: ({ args }) =>
    say(args.json, async () => {
      const { dataDir, databaseUrl, clickhouseUrl, secret } = loadConfig()
      if (databaseUrl || clickhouseUrl)
        throw new Failure(
          'unprocessable',
          'DATABASE_URL or CLICKHOUSE_URL is set: restore there with pg_restore and RESTORE DATABASE, or unset it to restore into the data folder',
        )
      const order = { source: resolve(args.source), dataDir, replaces: args.replace, now: systemClock }
      return present(await restoreBackup(order), dataDir, secret !== null)
    }),
})

function present({ manifest, aside, hasKey }: Restored, dataDir: string, isKeySet: boolean): Answer {
  const { version, takenAt, bytes, files } = manifest
  return {
    json: { dataDir, aside, hasKey: hasKey || isKeySet, version, takenAt, bytes, files: files.length },
    lines: [dataDir],
    notes: [
      `Restored ${files.length.toLocaleString('en-US')} files, ${megabytes(bytes)}, as Rapport ${version} had them at ${moment(takenAt)}.`,
      ...(aside ? [`What was there before lies in ${aside}.`] : []),
      ...(hasKey || isKeySet
        ? []
        : [
            'There is no secret.key: put your copy into the folder before the first start, which makes a new one.',
          ]),
      'Campaigns that were running then go on from there at the start: pause them if their mail has gone out since.',
    ],
  }
}
