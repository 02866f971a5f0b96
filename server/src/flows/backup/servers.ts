export interface EngineAddresses {
  readonly databaseUrl: string | null
  readonly clickhouseUrl: string | null
  readonly dataDir: string
}

/** What to do instead, where an engine is a server by address; null when both are embedded. Passwords are not repeated. */
export function serversOwnBackup({ databaseUrl, clickhouseUrl, dataDir }: EngineAddresses): string | null {
  if (!databaseUrl && !clickhouseUrl) return null
  const database = clickhouseUrl
    ? decodeURIComponent(new URL(clickhouseUrl).pathname.slice(1)) || 'default'
    : ''
  const rest = [
    databaseUrl
      ? '  PostgreSQL:  pg_dump --format=custom --file=rapport.dump "$DATABASE_URL"'
      : `  PostgreSQL is embedded:  copy ${dataDir}/postgres`,
    clickhouseUrl
      ? `  ClickHouse:  clickhouse-client --query "BACKUP DATABASE ${database} TO Disk('backups', 'rapport.zip')"`
      : `  ClickHouse is embedded:  copy ${dataDir}/clickhouse`,
    `  and copy:    ${dataDir}/files, and ${dataDir}/secret.key unless RAPPORT_SECRET is set`,
  ]
  return [
    'the data lies on servers, whose own tools make the backup. Stop Rapport first, so that both are of one moment, then:',
    ...rest,
  ].join('\n')
}
