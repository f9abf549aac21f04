"""The private server's own settings: small, safe, and silent about what people do."""

from pathlib import Path

from app.cluster.layout import SOCKET_PORT

ADMIN = "floorplans_admin"
OWNER = "floorplans_owner"
APP = "floorplans_app"
DEFINER = "floorplans_definer"
DATABASE = "floorplans"

# What a server that holds positions and bookings must not write down. `doctor` checks an
# external server against the same values.
PRIVACY = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_duration": "off",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    # The text of a statement, and PostGIS's own error messages, can hold a coordinate.
    "log_min_error_statement": "panic",
    "log_min_messages": "log",
    # DETAIL lines repeat the row that was refused.
    "log_error_verbosity": "terse",
    "debug_print_plan": "off",
    "debug_print_parse": "off",
    "debug_print_rewritten": "off",
    "track_activity_query_size": "256",
}

_WORK = {
    "listen_addresses": "",
    "port": str(SOCKET_PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "jit": "off",
    "timezone": "UTC",
    "lc_messages": "C",
    "logging_collector": "on",
    "log_directory": "../log",
    # One file for each day of the week, begun afresh after a week.
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_file_mode": "0600",
    "log_line_prefix": "%m [%p] ",
    "log_timezone": "UTC",
}

# Only for data that nobody will miss: a crash of the machine may break such a cluster.
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "autovacuum": "off",
}


def server_settings(socket_folder: Path, extra: dict[str, str]) -> str:
    """Return the text of the settings file that PostgreSQL includes last."""
    values = {
        **_WORK,
        **PRIVACY,
        "unix_socket_directories": _folder_in_list(socket_folder),
        **extra,
    }
    lines = [f"{name} = {_quoted(value)}" for name, value in values.items()]
    return "# Written at every start; changes belong in postgresql.conf.\n" + _lines(lines)


def host_access() -> str:
    """Return pg_hba.conf: only the unix socket, and there only system accounts we name."""
    return _lines(["local all all peer map=floorplans"])


def account_map(accounts: list[str]) -> str:
    """Return pg_ident.conf: these system accounts may be any of our logins, and nobody else."""
    roles = (ADMIN, OWNER, APP)
    rows = [f'floorplans "{account}" {role}' for account in accounts for role in roles]
    return _lines(rows)


def _lines(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _folder_in_list(folder: Path) -> str:
    # The setting is a list; double quotes keep a comma or a blank in a folder's name.
    return '"' + str(folder).replace('"', '""') + '"'
