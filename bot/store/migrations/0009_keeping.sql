-- What old rows are found by, and what keeps others from being removed.
CREATE INDEX inbox_received ON inbox (received_at);
CREATE INDEX turns_of_project ON turns (project_id);
CREATE INDEX exports_of_project ON exports (project_id);
CREATE INDEX exports_of_turn ON exports (turn_id) WHERE turn_id IS NOT NULL;
CREATE INDEX makings_of_project ON makings (project_id);
CREATE INDEX onward_created ON onward (created_at);
