CREATE INDEX duplicate_candidates_by_score
  ON duplicate_candidates (workspace_id, state, score DESC, left_id, right_id);

-- The last search for duplicates in each workspace.
CREATE TABLE duplicate_searches (
  workspace_id   uuid PRIMARY KEY,
  finished_at    timestamptz NOT NULL,
  profiles       bigint NOT NULL,
  pairs_compared bigint NOT NULL,
  pairs_found    bigint NOT NULL
);
