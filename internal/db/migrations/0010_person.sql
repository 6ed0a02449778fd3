-- +goose Up

-- One row per human being known to the installation. It holds nothing readable:
-- cpr_index is a keyed digest, so that the same number finds the same identity.
CREATE TABLE person (
  id         TEXT PRIMARY KEY,
  cpr_index  TEXT NOT NULL DEFAULT '',
  entered_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX person_cpr ON person (cpr_index) WHERE cpr_index <> '';

-- What one course knows of a person. A correction is a new row with the next version.
CREATE TABLE card (
  id         TEXT PRIMARY KEY,
  course_id  TEXT NOT NULL,
  person_id  TEXT NOT NULL,
  role       TEXT NOT NULL,
  version    BIGINT NOT NULL,
  sealed     BLOB NOT NULL,
  entered_by TEXT NOT NULL,
  entered_at BIGINT NOT NULL,
  supersedes TEXT NOT NULL DEFAULT '',
  UNIQUE (course_id, person_id, version)
);
CREATE INDEX card_person ON card (person_id);
CREATE INDEX card_supersedes ON card (supersedes);

-- How two people of a course are related; custody is a fact of parent and child
-- with its own source and date.
CREATE TABLE relation (
  id          TEXT PRIMARY KEY,
  course_id   TEXT NOT NULL,
  from_person TEXT NOT NULL,
  to_person   TEXT NOT NULL,
  kind        TEXT NOT NULL,
  custody     SMALLINT,
  together    SMALLINT,
  since       TEXT NOT NULL DEFAULT '',
  sealed      BLOB NOT NULL,
  entered_by  TEXT NOT NULL,
  entered_at  BIGINT NOT NULL,
  supersedes  TEXT NOT NULL DEFAULT ''
);
CREATE INDEX relation_course ON relation (course_id);
CREATE INDEX relation_supersedes ON relation (supersedes);

-- A dated protection of one person. The shield does not end with until_on.
CREATE TABLE protection (
  id         TEXT PRIMARY KEY,
  course_id  TEXT NOT NULL,
  person_id  TEXT NOT NULL,
  kind       TEXT NOT NULL,
  basis      TEXT NOT NULL DEFAULT '',
  from_on    TEXT NOT NULL,
  until_on   TEXT NOT NULL DEFAULT '',
  sealed     BLOB NOT NULL,
  entered_by TEXT NOT NULL,
  entered_at BIGINT NOT NULL,
  supersedes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX protection_course ON protection (course_id);

-- Two different people must say that a shield may go.
CREATE TABLE protection_lift (
  id            TEXT PRIMARY KEY,
  course_id     TEXT NOT NULL,
  protection_id TEXT NOT NULL,
  sealed        BLOB NOT NULL,
  entered_by    TEXT NOT NULL,
  entered_at    BIGINT NOT NULL,
  supersedes    TEXT NOT NULL DEFAULT '',
  UNIQUE (protection_id, entered_by)
);

-- Everything that gives a place away; the words themselves are sealed. Whether a place
-- is shielded follows from the protections and is not stored.
CREATE TABLE whereabouts (
  id         TEXT PRIMARY KEY,
  course_id  TEXT NOT NULL,
  person_id  TEXT NOT NULL,
  kind       TEXT NOT NULL,
  since      TEXT NOT NULL DEFAULT '',
  sealed     BLOB NOT NULL,
  entered_by TEXT NOT NULL,
  entered_at BIGINT NOT NULL,
  supersedes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX whereabouts_course ON whereabouts (course_id);

-- Each time somebody asked to see a shielded place, and why (sealed).
CREATE TABLE reveal (
  id             TEXT PRIMARY KEY,
  course_id      TEXT NOT NULL,
  whereabouts_id TEXT NOT NULL,
  sealed         BLOB NOT NULL,
  entered_by     TEXT NOT NULL,
  entered_at     BIGINT NOT NULL,
  supersedes     TEXT NOT NULL DEFAULT ''
);
CREATE INDEX reveal_by ON reveal (entered_by, entered_at);
