-- The traits that a workspace computes by definitions of its own. `meaning` is a digest of what the values were last worked
-- out from, empty for a trait that never was; `filled_to` is the last customer that the work over everybody has been
-- through, in ClickHouse's order of ids, `done` and `total` how many that is of how many. A stale one keeps its values; one
-- that is being removed is gone once nobody has a value any more.
CREATE TABLE computed_traits (
  workspace_id uuid NOT NULL,
  key          text NOT NULL,
  label        text NOT NULL,
  description  text NOT NULL,
  definition   text NOT NULL,
  version      integer NOT NULL,
  state        text NOT NULL CHECK (state IN ('filling', 'paused', 'live', 'stale', 'removing')),
  problem      text,
  meaning      text NOT NULL DEFAULT '',
  filled_to    uuid,
  done         bigint NOT NULL DEFAULT 0,
  total        bigint NOT NULL DEFAULT 0,
  filled_at    timestamptz,
  created_at   timestamptz NOT NULL,
  created_by   text NOT NULL,
  updated_at   timestamptz NOT NULL,
  updated_by   text NOT NULL,
  PRIMARY KEY (workspace_id, key)
);
