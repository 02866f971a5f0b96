-- Who was put into which cluster, and how far from its middle: the most typical come first.
CREATE TABLE IF NOT EXISTS cluster_members (
  workspace_id UUID,
  analysis_id  UUID,
  cluster      UInt8,
  distance     Float64,
  profile_id   UUID
)
ENGINE = MergeTree
ORDER BY (workspace_id, analysis_id, cluster, distance, profile_id)
SETTINGS index_granularity = 1024;
