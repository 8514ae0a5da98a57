-- Deliveries are taken in the order of this index, so that a long queue costs no more than a short one.
DROP INDEX events_delivery_due;
CREATE INDEX events_delivery_turn ON events_delivery (next_at, event) WHERE state = 'waiting';
