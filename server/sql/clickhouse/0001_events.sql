-- Everything that happened. profile_id is the identity node that the event's identifiers pointed to when they were
-- first seen; it never changes. profile_aliases says which profile that node belongs to today.
CREATE TABLE IF NOT EXISTS events (
  workspace_id     UUID,
  name             LowCardinality(String),
  profile_id       UUID,
  time             DateTime64(3, 'UTC'),
  type             LowCardinality(String),
  message_id       String,
  user_id          String,
  anonymous_id     String,
  source           LowCardinality(String),
  received_at      DateTime64(3, 'UTC'),
  value_minor      Int64,
  currency         LowCardinality(String),
  properties       JSON(max_dynamic_paths = 256),
  -- JSON text: shown beside an event, hardly asked about; typed, it would cost a third of what an event costs
  context          String,
  journal_position UInt64,
  journal_index    UInt32
)
ENGINE = MergeTree
PARTITION BY toYear(time)
ORDER BY (workspace_id, name, profile_id, time)
SETTINGS index_granularity = 1024;

-- What is known of each profile, as of its last change; the newest version counts. A copy of PostgreSQL's for
-- questions over everybody.
CREATE TABLE IF NOT EXISTS profiles (
  workspace_id  UUID,
  profile_id    UUID,
  version       UInt64,
  is_deleted    UInt8,
  first_seen_at DateTime64(3, 'UTC'),
  last_seen_at  DateTime64(3, 'UTC'),
  traits        JSON(max_dynamic_paths = 256)
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (workspace_id, profile_id)
SETTINGS index_granularity = 1024;

-- Nodes whose profile is another one: merged. A node that is not here is its own profile.
CREATE TABLE IF NOT EXISTS profile_aliases (
  workspace_id UUID,
  node_id      UUID,
  profile_id   UUID,
  version      UInt64,
  is_deleted   UInt8
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (workspace_id, node_id);

-- Every value that a given trait took, from whom and when: what was this tag on that day. A replay writes the same rows.
CREATE TABLE IF NOT EXISTS trait_changes (
  workspace_id     UUID,
  profile_id       UUID,
  trait            LowCardinality(String),
  at               DateTime64(3, 'UTC'),
  journal_position UInt64,
  value            String,
  source           LowCardinality(String)
)
ENGINE = ReplacingMergeTree
ORDER BY (workspace_id, profile_id, trait, at, journal_position);
