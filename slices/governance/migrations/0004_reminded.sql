-- When those who are to confirm a measure were told that its time is over; once.
ALTER TABLE governance_decision ADD COLUMN reminded_at timestamptz;
