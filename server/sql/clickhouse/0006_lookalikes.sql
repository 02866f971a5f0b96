-- Who is most like the members of a segment, the most alike first.
CREATE TABLE IF NOT EXISTS lookalike_members (
  workspace_id UUID,
  lookalike_id UUID,
  rank         UInt32,
  similarity   Float64,
  profile_id   UUID
)
ENGINE = MergeTree
ORDER BY (workspace_id, lookalike_id, rank)
SETTINGS index_granularity = 1024;
