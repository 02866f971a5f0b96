-- Kinds of identifiers that somebody has, for rules. Older rows get theirs when the pipeline presents them again, which the
-- migration of the same name in PostgreSQL asks for.
ALTER TABLE profiles ADD COLUMN IF NOT EXISTS id_kinds Array(LowCardinality(String));

-- Addresses that are not written to, as of their last change: a copy of PostgreSQL's for rules. The key is a hash.
CREATE TABLE IF NOT EXISTS suppressed_addresses (
  workspace_id UUID,
  address_key  String,
  version      UInt64,
  is_deleted   UInt8
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (workspace_id, address_key);
