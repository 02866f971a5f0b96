-- Every entry into a segment and every exit. The latest step says who is in it now; a replay writes the same rows.
CREATE TABLE IF NOT EXISTS segment_changes (
  workspace_id UUID,
  profile_id   UUID,
  segment_id   UUID,
  step         UInt64,
  is_in        UInt8,
  at           DateTime64(3, 'UTC'),
  cause        LowCardinality(String)
)
ENGINE = ReplacingMergeTree
ORDER BY (workspace_id, profile_id, segment_id, step)
SETTINGS index_granularity = 1024;
