-- +goose Up
-- Key pairs to which phones seal what they send, and the key that signs receipts.
-- Of a case at most one pair is current: replaced_at is 0.
CREATE TABLE outbox_key (
    id          TEXT PRIMARY KEY,
    case_id     TEXT NOT NULL,
    generation  BIGINT NOT NULL,
    public      BLOB NOT NULL,
    wrapped     BLOB NOT NULL,
    made_at     BIGINT NOT NULL,
    replaced_at BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX outbox_key_current ON outbox_key (case_id) WHERE replaced_at = 0;
CREATE INDEX outbox_key_case ON outbox_key (case_id);
CREATE TABLE receipt_key (
    name       TEXT PRIMARY KEY,
    id         TEXT NOT NULL,
    generation BIGINT NOT NULL,
    public     BLOB NOT NULL,
    wrapped    BLOB NOT NULL
);
