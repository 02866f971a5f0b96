-- A part of some thousand rows is merged with ten of its size rather than five: the columns of JSON cost most of it, and
-- what is asked is no slower over ten parts than over six (docs/decisions/0019).
ALTER TABLE events MODIFY SETTING merge_selector_base = 10;
ALTER TABLE profiles MODIFY SETTING merge_selector_base = 10;
