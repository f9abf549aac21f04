"""Sign-in with an organisation's own accounts (OpenID Connect), and who keeps a group.

A provider's secret is sealed under the installation's key, so a dump holds none. A domain of
e-mail addresses belongs to one provider of the whole installation; so does what a provider calls a
person to one person. Who is not signed in has no organisation yet: three look-ups answer about one
provider, one domain, or the buttons of the page.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import confine, isolate

revision = "20261122_0067"
down_revision = "20261122_0066"
branch_labels = None
depends_on = None

_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

TABLES = """
CREATE TABLE identity_provider (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  issuer text NOT NULL,
  client_id text,
  client_secret_sealed bytea,
  scopes text NOT NULL DEFAULT 'openid email profile',
  groups_claim text,
  vouches_for_addresses boolean NOT NULL DEFAULT false,
  makes_people boolean NOT NULL DEFAULT false,
  default_role text NOT NULL DEFAULT 'employee',
  facility_value text,
  admin_value text,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT identity_provider_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT identity_provider_id_key UNIQUE (id),
  CONSTRAINT identity_provider_organisation_fkey FOREIGN KEY (organisation_id)
    REFERENCES organisation (id) ON DELETE RESTRICT,
  CONSTRAINT identity_provider_name_sane
    CHECK (length(name) BETWEEN 1 AND 60 AND name = btrim(name)),
  CONSTRAINT identity_provider_issuer_sane
    CHECK (length(issuer) <= 500 AND issuer ~ '^https?://[^[:space:]?#]+$'),
  CONSTRAINT identity_provider_client_sane CHECK (length(client_id) BETWEEN 1 AND 300),
  CONSTRAINT identity_provider_secret_of_client
    CHECK (client_secret_sealed IS NULL OR client_id IS NOT NULL),
  CONSTRAINT identity_provider_scopes_sane
    CHECK (length(scopes) <= 500 AND 'openid' = ANY (string_to_array(scopes, ' '))),
  CONSTRAINT identity_provider_claim_sane CHECK (length(groups_claim) BETWEEN 1 AND 200),
  CONSTRAINT identity_provider_default_role_low CHECK (default_role IN ('employee', 'facility')),
  CONSTRAINT identity_provider_roles_sane
    CHECK (length(facility_value) BETWEEN 1 AND 200 AND length(admin_value) BETWEEN 1 AND 200),
  CONSTRAINT identity_provider_roles_of_claim
    CHECK (groups_claim IS NOT NULL OR (facility_value IS NULL AND admin_value IS NULL))
);
CREATE UNIQUE INDEX identity_provider_name_key ON identity_provider (organisation_id, lower(name));

CREATE TABLE identity_provider_domain (
  organisation_id uuid NOT NULL,
  provider_id uuid NOT NULL,
  domain text NOT NULL,
  CONSTRAINT identity_provider_domain_pkey PRIMARY KEY (organisation_id, domain),
  CONSTRAINT identity_provider_domain_key UNIQUE (domain),
  CONSTRAINT identity_provider_domain_provider_fkey FOREIGN KEY (organisation_id, provider_id)
    REFERENCES identity_provider (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT identity_provider_domain_sane
    CHECK (domain = lower(domain) AND length(domain) <= 253 AND domain ~ '^[^[:space:]@]+$')
);
CREATE INDEX identity_provider_domain_provider_idx
  ON identity_provider_domain (organisation_id, provider_id);

CREATE TABLE person_identity (
  organisation_id uuid NOT NULL,
  issuer text NOT NULL,
  subject text NOT NULL,
  person_id uuid NOT NULL,
  linked_at timestamptz NOT NULL,
  CONSTRAINT person_identity_pkey PRIMARY KEY (organisation_id, issuer, subject),
  CONSTRAINT person_identity_subject_key UNIQUE (issuer, subject),
  CONSTRAINT person_identity_person_key UNIQUE (organisation_id, person_id, issuer),
  CONSTRAINT person_identity_person_fkey FOREIGN KEY (organisation_id, person_id)
    REFERENCES person (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT person_identity_subject_sane CHECK (length(subject) BETWEEN 1 AND 255)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON identity_provider, identity_provider_domain
  TO floorplans_app;
-- A set-up may grant the service all tables.
REVOKE UPDATE ON person_identity FROM floorplans_app;
GRANT SELECT, INSERT, DELETE ON person_identity TO floorplans_app;
GRANT SELECT ON identity_provider, identity_provider_domain TO floorplans_definer;
"""

CHANGES = """
ALTER TABLE organisation ADD COLUMN takes_passwords boolean NOT NULL DEFAULT true;
ALTER TABLE person_group
  ADD COLUMN kept_by text NOT NULL DEFAULT 'hand',
  ADD COLUMN claim_value text,
  ADD CONSTRAINT person_group_kept_by_known CHECK (kept_by IN ('hand', 'sign_in', 'scim')),
  ADD CONSTRAINT person_group_claim_of_sign_in
    CHECK ((kept_by = 'sign_in') = (claim_value IS NOT NULL)),
  ADD CONSTRAINT person_group_claim_sane CHECK (length(claim_value) BETWEEN 1 AND 200);
"""

LOOK_UPS = f"""
CREATE FUNCTION identity_provider_of(wanted uuid)
RETURNS TABLE (organisation_id uuid, id uuid, name text)
LANGUAGE sql STABLE ROWS 1 {_DEFINER} AS $$
  SELECT p.organisation_id, p.id, p.name FROM identity_provider p
  WHERE p.id = wanted AND p.client_id IS NOT NULL
$$;

CREATE FUNCTION identity_provider_for(wanted_domain text)
RETURNS TABLE (organisation_id uuid, id uuid, name text)
LANGUAGE sql STABLE ROWS 1 {_DEFINER} AS $$
  SELECT p.organisation_id, p.id, p.name
  FROM identity_provider_domain d
  JOIN identity_provider p ON p.organisation_id = d.organisation_id AND p.id = d.provider_id
  WHERE d.domain = lower(wanted_domain) AND p.client_id IS NOT NULL
$$;

-- With providers of several organisations the page names none of them to strangers.
CREATE FUNCTION identity_providers_shown()
RETURNS TABLE (ids uuid[], names text[], others boolean)
LANGUAGE sql STABLE ROWS 1 {_DEFINER} AS $$
  SELECT
    CASE WHEN count(DISTINCT organisation_id) = 1 THEN array_agg(id ORDER BY lower(name)) END,
    CASE WHEN count(DISTINCT organisation_id) = 1 THEN array_agg(name ORDER BY lower(name)) END,
    count(DISTINCT organisation_id) > 1
  FROM identity_provider WHERE client_id IS NOT NULL
$$;

-- Whether people or a provider of another organisation have addresses of this domain.
CREATE FUNCTION is_domain_elsewhere(wanted_domain text)
RETURNS boolean
LANGUAGE sql STABLE {_DEFINER} AS $$
  SELECT EXISTS (
    SELECT FROM identity_provider_domain d
    WHERE d.domain = wanted_domain AND d.organisation_id <> current_organisation()
  ) OR EXISTS (
    SELECT FROM person p
    WHERE split_part(p.email, '@', -1) = wanted_domain
      AND p.organisation_id <> current_organisation()
  )
$$;
"""

FUNCTIONS = (
    "identity_provider_of(uuid)",
    "identity_provider_for(text)",
    "identity_providers_shown()",
    "is_domain_elsewhere(text)",
)


def upgrade() -> None:
    op.execute(TABLES)
    isolate(op.get_bind(), "identity_provider", "identity_provider_domain", "person_identity")
    op.execute(CHANGES)
    op.execute(LOOK_UPS)
    confine(op.get_bind(), *FUNCTIONS)
    for function in FUNCTIONS:
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO floorplans_app")


def downgrade() -> None:
    for function in reversed(FUNCTIONS):
        op.execute(f"DROP FUNCTION {function}")
    op.execute("""
    ALTER TABLE person_group DROP COLUMN kept_by, DROP COLUMN claim_value;
    ALTER TABLE organisation DROP COLUMN takes_passwords;
    DROP TABLE person_identity, identity_provider_domain, identity_provider;
    """)
