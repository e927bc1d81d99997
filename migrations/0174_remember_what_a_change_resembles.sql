-- Why: who may not apply under a known shop's name may take a shop over and give it that name. Whose name the new one reads
-- like is kept with the change, {"id", "name"}, for whoever verifies it; NULL: nobody, or it was announced before this.
ALTER TABLE merchant_changes ADD COLUMN resembles TEXT CONSTRAINT change_resembles_somebody CHECK (resembles IS NULL OR json_valid(resembles));
