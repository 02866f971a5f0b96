-- What each segment's members were last worked out from. `meaning` is a digest of the rule and of the segments it asks
-- for; a segment without a row is not followed yet. A stale one keeps its last good members.
CREATE TABLE segment_following (
  workspace_id uuid NOT NULL,
  segment_id   uuid NOT NULL,
  meaning      text NOT NULL,
  state        text NOT NULL CHECK (state IN ('live', 'stale')),
  problem      text,
  since        timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, segment_id)
);

-- Whose segments are to be looked at again, and why: written in the transaction that changed them.
CREATE TABLE segment_touches (
  seq          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id uuid NOT NULL,
  profile_id   uuid NOT NULL,
  mentions     text NOT NULL
);
CREATE INDEX segment_touches_by_workspace ON segment_touches (workspace_id, seq);

-- How far a workspace's members are: the last step, and the moment up to which the passing of time was looked at.
CREATE TABLE segment_cursors (
  workspace_id uuid PRIMARY KEY,
  step         bigint NOT NULL,
  swept_to     timestamptz NOT NULL
);

-- Entries and exits that are decided and not yet everywhere.
CREATE TABLE segment_outbox (
  workspace_id uuid NOT NULL,
  step         bigint NOT NULL,
  changes      text NOT NULL,
  PRIMARY KEY (workspace_id, step)
);
