package io.noren.integration.demo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The demo has eight tills, not eight per copy of the application: of several copies over one database the one that
 * holds this advisory lock runs them. The database lets go of it when that copy ends, however it ends.
 */
final class OnlyOneCopy implements AutoCloseable {
    /** "demo" in ASCII. */
    private static final int LOCK = 0x64656d6f;

    private final DataSource database;
    private @Nullable Connection holder;

    OnlyOneCopy(DataSource database) {
        this.database = database;
    }

    /** Whether this is the copy, trying to become it. */
    synchronized boolean isHere() throws SQLException {
        if (holder != null && holder.isValid(2)) {
            return true;
        }
        close();
        Connection candidate = database.getConnection();
        boolean locked = false;
        try {
            locked = lock(candidate);
        } finally {
            if (!locked) {
                candidate.close();
            }
        }
        holder = locked ? candidate : null;
        return locked;
    }

    private static boolean lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("select pg_try_advisory_lock(" + LOCK + ")")) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    /** Lets another copy take over. A pooled connection would keep the lock, so it is given back explicitly. */
    @Override
    public synchronized void close() throws SQLException {
        Connection held = holder;
        holder = null;
        if (held != null) {
            try (held;
                    Statement statement = held.createStatement()) {
                statement.execute("select pg_advisory_unlock(" + LOCK + ")");
            }
        }
    }
}
