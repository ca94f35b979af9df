package io.noren.packaged;

import java.nio.file.Path;

/** A PostgreSQL and an Artemis outside of the hub, in processes of their own. */
public final class OutsideServers implements AutoCloseable {
    private final OutsideDatabase database;
    private final OutsideBroker broker;

    public OutsideServers(Path folder) {
        database = new OutsideDatabase(folder);
        try {
            broker = new OutsideBroker(folder);
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    public OutsideDatabase database() {
        return database;
    }

    public OutsideBroker broker() {
        return broker;
    }

    /** The hub that uses them. */
    public PackagedHub usedBy(PackagedHub hub) {
        return hub.with("NOREN_DATABASE_URL", database.jdbcUrl())
                .with("NOREN_DATABASE_USER", "postgres")
                .with("NOREN_DATABASE_PASSWORD", "any")
                .with("NOREN_BROKER_URL", broker.url())
                .with("NOREN_BROKER_USER", OutsideBroker.USER)
                .with("NOREN_BROKER_PASSWORD", OutsideBroker.PASSWORD);
    }

    @Override
    public void close() {
        broker.close();
        database.close();
    }
}
