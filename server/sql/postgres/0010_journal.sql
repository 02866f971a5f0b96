-- The durable log between accepting and processing. `body` is a JSON array of messages, opaque here.
CREATE TABLE journal (
  position     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id uuid NOT NULL,
  source       text NOT NULL,
  received_at  timestamptz NOT NULL,
  body         text NOT NULL
);

-- How far each reader of the journal has come; it moves in the same transaction as what the reader did.
CREATE TABLE journal_readers (
  name     text PRIMARY KEY,
  position bigint NOT NULL
);
