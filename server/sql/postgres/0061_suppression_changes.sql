-- Changes of the suppression list that ClickHouse's copy does not have yet: written with the change, gone when copied.
CREATE TABLE suppression_changes (
  seq          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id uuid NOT NULL,
  address_key  text NOT NULL,
  is_listed    boolean NOT NULL
);
INSERT INTO suppression_changes (workspace_id, address_key, is_listed)
SELECT workspace_id, address_key, true FROM suppressions;
