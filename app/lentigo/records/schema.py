"""The tables, as numbered steps: each released version's store opens in each later one."""

# What lists are made of and searched in stands apart from the cases themselves (`state`: a Case in JSON), so that a
# search through all of them reads a few megabytes.
STEPS = (
    """
    CREATE TABLE patient (
        id TEXT PRIMARY KEY,
        details TEXT NOT NULL,
        searched TEXT NOT NULL
    ) STRICT;
    CREATE TABLE case_record (
        id TEXT PRIMARY KEY,
        patient TEXT REFERENCES patient (id),
        named TEXT NOT NULL,  -- whom the case itself names, whether or not that is a patient of the records
        follows TEXT REFERENCES case_record (id) ON DELETE SET NULL,
        status TEXT NOT NULL,
        created TEXT NOT NULL,
        changed TEXT NOT NULL,
        site TEXT NOT NULL,
        urgency INTEGER NOT NULL,  -- the place in Urgency; one more than its last where nothing presses
        leading TEXT NOT NULL,
        flagged INTEGER NOT NULL,
        reported INTEGER NOT NULL,
        exported INTEGER NOT NULL DEFAULT 0,
        removed TEXT,
        searched TEXT NOT NULL,
        patient_searched TEXT NOT NULL  -- the patient's, again: a join for each line of a search costs most of its time
    ) STRICT;
    CREATE TABLE case_state (
        case_id TEXT PRIMARY KEY REFERENCES case_record (id) ON DELETE CASCADE,
        state TEXT NOT NULL
    ) STRICT;
    -- The two orders of the list, each with all that a search looks at, so that it need not read the rows themselves.
    CREATE INDEX case_by_day ON case_record
        (removed, created DESC, status, flagged, exported, searched, patient_searched);
    CREATE INDEX case_by_urgency ON case_record
        (removed, urgency, created DESC, status, flagged, exported, searched, patient_searched);
    CREATE INDEX case_by_patient ON case_record (patient, removed, created DESC);
    CREATE INDEX case_followed ON case_record (follows);
    CREATE TABLE photograph (
        sha256 TEXT PRIMARY KEY,
        file BLOB NOT NULL
    ) STRICT;
    CREATE TABLE thumbnail (
        sha256 TEXT PRIMARY KEY REFERENCES photograph (sha256) ON DELETE CASCADE,
        picture BLOB NOT NULL  -- JPEG, without metadata
    ) STRICT;
    CREATE TABLE case_photograph (
        case_id TEXT NOT NULL REFERENCES case_record (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        sha256 TEXT NOT NULL REFERENCES photograph (sha256),
        PRIMARY KEY (case_id, position)
    ) STRICT;
    CREATE INDEX photograph_used ON case_photograph (sha256);
    CREATE TABLE batch (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        running INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE batch_row (
        position INTEGER PRIMARY KEY,
        case_id TEXT NOT NULL,  -- of the case that it becomes, which need not be there yet
        row BLOB NOT NULL  -- a BatchRow in MessagePack
    ) STRICT;
    CREATE INDEX batch_row_of_case ON batch_row (case_id);
    CREATE TABLE signing_key (
        public TEXT PRIMARY KEY,
        private BLOB NOT NULL,
        made TEXT NOT NULL
    ) STRICT;
    CREATE TABLE erased (
        id TEXT PRIMARY KEY,
        at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE clinician (  -- whom the audit log means, after they have left, too
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        role TEXT NOT NULL
    ) STRICT;
    CREATE TABLE pin (
        clinician TEXT PRIMARY KEY,
        salt BLOB NOT NULL,
        hash BLOB NOT NULL
    ) STRICT;
    CREATE TABLE audit (
        number INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        action TEXT NOT NULL,
        case_id TEXT NOT NULL,
        outcome TEXT NOT NULL,
        hash BLOB NOT NULL
    ) STRICT;
    """,
)
VERSION = len(STEPS)
