-- Why: a name that reads like that of a shop people know is how money is taken in its place. Whom an applicant's name reads
-- like when it applied is kept with it, {"id", "name"}, for whoever admits it; NULL: nobody, or it applied before this.
ALTER TABLE merchants ADD COLUMN resembles TEXT CONSTRAINT merchant_resembles_somebody CHECK (resembles IS NULL OR json_valid(resembles));
