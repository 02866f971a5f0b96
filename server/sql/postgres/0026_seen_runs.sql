-- Keys of messages that have counted, in sorted runs: one row a batch instead of one a message (docs/decisions/0019).
-- A key is the digest of its workspace and its id, so that nothing here can be told to belong to a workspace.
CREATE TABLE seen_runs (
  run_id  bigint PRIMARY KEY,
  level   int NOT NULL,
  count   bigint NOT NULL,
  -- keys lie in 2^bits buckets, by their first bits
  bits    int NOT NULL,
  -- a Bloom filter of the keys; NULL: to be made
  filter  bytea
);
CREATE TABLE seen_buckets (
  run_id  bigint NOT NULL,
  bucket  int NOT NULL,
  -- 16 bytes each, sorted
  keys    bytea NOT NULL,
  PRIMARY KEY (run_id, bucket)
);
ALTER TABLE seen_buckets ALTER COLUMN keys SET STORAGE EXTERNAL;
ALTER TABLE seen_runs ALTER COLUMN filter SET STORAGE EXTERNAL;

-- What counted so far becomes one run in 4,096 buckets.
INSERT INTO seen_buckets (run_id, bucket, keys)
SELECT 0, bucket, string_agg(bytes, ''::bytea ORDER BY bytes)
FROM (SELECT uuid_send(key) AS bytes, get_byte(uuid_send(key), 0) * 16 + get_byte(uuid_send(key), 1) / 16 AS bucket
      FROM seen_messages) AS keys
GROUP BY bucket;
INSERT INTO seen_runs (run_id, level, count, bits, filter)
SELECT 0, 4, count(*), 12, NULL FROM seen_messages HAVING count(*) > 0;
DROP TABLE seen_messages;
