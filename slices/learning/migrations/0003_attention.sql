-- Until when a person's time has counted: a learning session begins there at the earliest.
CREATE INDEX learning_attention_last ON learning_attention (person_id, last_at);
