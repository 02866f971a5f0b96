-- Every profile is presented once more, so that ClickHouse's copy says which kinds of identifiers it has.
UPDATE profiles SET next_change_at = to_timestamp(0) WHERE merged_into IS NULL;
