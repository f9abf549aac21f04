"""Organisations, their people, and how a person proves who they are."""

from __future__ import annotations

from alembic import op

revision = "20261120_0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE organisation (
  id uuid CONSTRAINT organisation_pkey PRIMARY KEY,
  name text NOT NULL,
  book_ahead_days integer NOT NULL DEFAULT 180,
  longest_booking_hours integer NOT NULL DEFAULT 168,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT organisation_name_key UNIQUE (name),
  CONSTRAINT organisation_name_not_blank CHECK (btrim(name) <> ''),
  CONSTRAINT organisation_book_ahead_sane CHECK (book_ahead_days BETWEEN 0 AND 730),
  CONSTRAINT organisation_longest_booking_sane CHECK (longest_booking_hours BETWEEN 1 AND 744)
);

CREATE TABLE person (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  email text NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  password_hash text,
  shows_name boolean NOT NULL DEFAULT false,
  last_used_on date,
  created_at timestamptz NOT NULL DEFAULT now(),
  left_at timestamptz,
  CONSTRAINT person_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT person_organisation_fkey FOREIGN KEY (organisation_id)
    REFERENCES organisation (id) ON DELETE RESTRICT,
  CONSTRAINT person_email_key UNIQUE (email),
  CONSTRAINT person_email_lower_case CHECK (email = lower(email) AND email LIKE '%_@_%'),
  CONSTRAINT person_name_not_blank CHECK (btrim(name) <> ''),
  CONSTRAINT person_role_known CHECK (role IN ('employee', 'facility', 'admin'))
);

CREATE TABLE session (
  organisation_id uuid NOT NULL,
  digest bytea NOT NULL,
  person_id uuid NOT NULL,
  started_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  CONSTRAINT session_pkey PRIMARY KEY (organisation_id, digest),
  CONSTRAINT session_person_fkey FOREIGN KEY (organisation_id, person_id)
    REFERENCES person (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT session_digest_key UNIQUE (digest),
  CONSTRAINT session_digest_is_sha256 CHECK (octet_length(digest) = 32)
);
CREATE INDEX session_person_idx ON session (organisation_id, person_id);

CREATE TABLE api_token (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  name text NOT NULL,
  digest bytea NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz,
  CONSTRAINT api_token_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT api_token_person_fkey FOREIGN KEY (organisation_id, person_id)
    REFERENCES person (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT api_token_digest_key UNIQUE (digest),
  CONSTRAINT api_token_digest_is_sha256 CHECK (octet_length(digest) = 32)
);
CREATE INDEX api_token_person_idx ON api_token (organisation_id, person_id);

-- Not a tenant's table: before sign-in nobody knows the organisation. Holds keyed digests only.
CREATE TABLE sign_in_attempt (
  id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT sign_in_attempt_pkey PRIMARY KEY,
  login_digest bytea NOT NULL,
  network_digest bytea NOT NULL,
  attempted_at timestamptz NOT NULL
);
CREATE INDEX sign_in_attempt_login_idx ON sign_in_attempt (login_digest, attempted_at);
CREATE INDEX sign_in_attempt_network_idx ON sign_in_attempt (network_digest, attempted_at);
"""


def upgrade() -> None:
    op.execute(TABLES)


def downgrade() -> None:
    op.execute("DROP TABLE sign_in_attempt, api_token, session, person, organisation")
