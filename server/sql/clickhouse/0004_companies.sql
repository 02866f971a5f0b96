-- Companies and households as of their last change; the newest version counts. A copy of PostgreSQL's for rules.
CREATE TABLE IF NOT EXISTS companies (
  workspace_id UUID,
  company_id   UUID,
  version      UInt64,
  is_deleted   UInt8,
  kind         LowCardinality(String),
  name         String,
  group_id     String,
  traits       JSON(max_dynamic_paths = 256)
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (workspace_id, company_id);

-- Which identity nodes belong to which company or household; profile_aliases says whose the nodes are today.
CREATE TABLE IF NOT EXISTS company_members (
  workspace_id UUID,
  company_id   UUID,
  node_id      UUID,
  version      UInt64,
  is_deleted   UInt8,
  INDEX by_node node_id TYPE bloom_filter GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (workspace_id, company_id, node_id)
SETTINGS index_granularity = 1024;
