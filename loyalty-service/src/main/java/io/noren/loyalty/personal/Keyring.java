package io.noren.loyalty.personal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The master key that this database was begun with, checked: it opens what the database keeps to check it by, the search
 * key. While members' keys are wrapped anew there are two.
 */
final class Keyring {
    private static final String PLACE = "loyalty.master_key_check.search_key/";

    private final Map<UUID, SecretKey> masters;
    private final UUID present;
    private final SecretKey search;

    private Keyring(Map<UUID, SecretKey> masters, UUID present, SecretKey search) {
        this.masters = Map.copyOf(masters);
        this.present = present;
        this.search = search;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, only opened
    private record Check(UUID id, byte[] searchKey) {}

    /** For a database that has none yet; whoever calls it is alone. */
    static void begin(JdbcClient sql, MasterKey master) {
        if (checks(sql).isEmpty()) {
            keep(sql, master.presentOrMade(), SecretBox.newKey());
        }
    }

    /** @throws MasterKeyRefused if it is missing, or another than the members' keys are wrapped with */
    static Keyring unlocked(JdbcClient sql, MasterKey master) {
        List<Check> checks = checks(sql);
        MasterKey.Named present = master.present().orElseThrow(() -> missing(master));
        List<MasterKey.Named> known = new ArrayList<>(List.of(present));
        master.previous().ifPresent(known::add);
        Map<UUID, SecretKey> fitting = new HashMap<>();
        SecretKey search = null;
        for (MasterKey.Named each : known) {
            for (Check check : checks) {
                if (check.id().equals(each.id())) {
                    search = SecretBox.key(SecretBox.open(each.key(), check.searchKey(), PLACE + check.id())
                            .orElseThrow(() -> wrong(master)));
                    fitting.put(each.id(), each.key());
                }
            }
        }
        if (search == null || fitting.size() < checks.size()) {
            throw wrong(master);
        }
        if (!fitting.containsKey(present.id())) {
            keep(sql, present, search);
            fitting.put(present.id(), present.key());
        }
        return new Keyring(fitting, present.id(), search);
    }

    /** The master key by which new keys are wrapped. */
    UUID present() {
        return present;
    }

    /** @throws IllegalStateException for one that was begun to be used since this copy of the application started */
    SecretKey master(UUID id) {
        SecretKey master = masters.get(id);
        if (master == null) {
            throw new IllegalStateException(
                    "There is another master key since this copy was started. Start it anew with " + MasterKey.SETTING);
        }
        return master;
    }

    boolean has(UUID master) {
        return masters.containsKey(master);
    }

    byte[] searchKey() {
        return search.getEncoded();
    }

    private static List<Check> checks(JdbcClient sql) {
        return sql.sql("select id, search_key from loyalty.master_key_check")
                .query((row, number) -> new Check(row.getObject("id", UUID.class), row.getBytes("search_key")))
                .list();
    }

    /** Copies that start at the same moment have the same. */
    private static void keep(JdbcClient sql, MasterKey.Named master, SecretKey search) {
        sql.sql("insert into loyalty.master_key_check (id, search_key) values (?, ?) on conflict do nothing")
                .param(master.id())
                .param(SecretBox.seal(master.key(), search.getEncoded(), PLACE + master.id()))
                .update();
    }

    private static MasterKeyRefused missing(MasterKey master) {
        return new MasterKeyRefused(
                "The master key of members' personal data is missing, and this database has members' keys that only it"
                        + " opens.",
                "Put the file back to " + master.file() + ", or set " + MasterKey.SETTING + " to what is in it; every"
                        + " copy of the application needs the same. Nothing was changed.");
    }

    private static MasterKeyRefused wrong(MasterKey master) {
        return new MasterKeyRefused(
                "The master key of members' personal data is not the one that the members' keys in this database are"
                        + " wrapped with.",
                "Set " + MasterKey.SETTING + ", or the file " + master.file() + ", to the one that this database was"
                        + " begun with. To replace it by a new one, give the old one in " + MasterKey.PREVIOUS
                        + " as well. Nothing was changed.");
    }
}
