-- The durable log between accepting and processing. `body` is a JSON array of messages, deflated by the caller and
-- written in base64: compressing in Node costs a tenth of what writing the text costs the embedded engine.
CREATE TABLE journal (
  position     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id uuid NOT NULL,
  source       text NOT NULL,
  received_at  timestamptz NOT NULL,
  body         text NOT NULL
);
-- compressed already
ALTER TABLE journal ALTER COLUMN body SET STORAGE EXTERNAL;

-- How far each reader of the journal has come; it moves in the same transaction as what the reader did.
CREATE TABLE journal_readers (
  name     text PRIMARY KEY,
  position bigint NOT NULL
);
