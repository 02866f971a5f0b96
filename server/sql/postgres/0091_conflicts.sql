-- Kinds of identifier that the two profiles share while a limit keeps them apart. Told by the pipeline, not by a search.
ALTER TABLE duplicate_candidates ADD COLUMN identifier_kinds text[] NOT NULL DEFAULT '{}';
