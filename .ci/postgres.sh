#!/bin/sh
# Starts a throw-away PostgreSQL server for the tests marked `postgres` and exports SHIKAKU_TEST_PG_URL.
#
#   . .ci/postgres.sh
#
# It ends with the shell that sourced this file. Installs the server's programs where there are none (Debian, as root).
# The server listens on a free port of 127.0.0.1 only, belongs to an unprivileged user, and keeps nothing.

postgres_bin() {
    for dir in "$(pg_config --bindir 2>/dev/null)" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin; do
        if [ -x "$dir/initdb" ]; then
            echo "$dir"
            return
        fi
    done
    found=$(command -v initdb 2>/dev/null) && dirname "$found"
}

postgres_install() {
    [ -n "$(postgres_bin)" ] && return
    # The distribution's package would start a server of its own; only its programs are wanted.
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2
    apt-get install -y -qq --no-install-recommends postgresql-common >&2
    sed -i 's/^#*create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
    apt-get install -y -qq --no-install-recommends postgresql >&2
}

# initdb and the server refuse to run as root; and they want a working directory their user may enter.
postgres_as_user() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

postgres_free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

postgres_start() {
    postgres_install || return 1
    bin=$(postgres_bin)
    # Not in TMPDIR: its path may be too long for a socket, or closed to the server's user.
    POSTGRES_HOME=$(mktemp -d /tmp/shikaku-postgres.XXXXXX)
    if [ "$(id -u)" = 0 ]; then chown postgres "$POSTGRES_HOME"; fi
    port=$(postgres_free_port)
    postgres_as_user "$bin/initdb" -D "$POSTGRES_HOME/data" -U shikaku -A trust -E UTF8 --locale=C >/dev/null || return 1
    # Durability is not what these tests are about, and the files go away anyway.
    postgres_as_user "$bin/pg_ctl" -D "$POSTGRES_HOME/data" -l "$POSTGRES_HOME/log" -w -t 60 \
        -o "-h 127.0.0.1 -p $port -k $POSTGRES_HOME -c fsync=off -c synchronous_commit=off -c full_page_writes=off" \
        start >/dev/null || { cat "$POSTGRES_HOME/log" >&2; return 1; }
    postgres_as_user "$bin/createdb" -h 127.0.0.1 -p "$port" -U shikaku shikaku || return 1
    export SHIKAKU_TEST_PG_URL="postgresql+psycopg://shikaku@127.0.0.1:$port/shikaku"
}

postgres_stop() {
    [ -n "${POSTGRES_HOME:-}" ] || return 0
    postgres_as_user "$(postgres_bin)/pg_ctl" -D "$POSTGRES_HOME/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$POSTGRES_HOME"
    unset POSTGRES_HOME SHIKAKU_TEST_PG_URL
}

trap postgres_stop EXIT
postgres_start
