-- An old batch takes its rows along; what was made for them forgets whose it was.
ALTER TABLE batch_rows DROP CONSTRAINT batch_rows_batch_id_fkey;
ALTER TABLE batch_rows ADD CONSTRAINT batch_rows_batch_id_fkey
    FOREIGN KEY (batch_id) REFERENCES batches ON DELETE CASCADE;
ALTER TABLE makings DROP CONSTRAINT makings_row_id_fkey;
ALTER TABLE makings ADD CONSTRAINT makings_row_id_fkey
    FOREIGN KEY (row_id) REFERENCES batch_rows ON DELETE SET NULL;
CREATE INDEX makings_of_row ON makings (row_id) WHERE row_id IS NOT NULL;
CREATE INDEX batch_rows_of_making ON batch_rows (making_id) WHERE making_id IS NOT NULL;
CREATE INDEX batches_created ON batches (created_at);
CREATE INDEX firings_due ON firings (due_at);
