package io.noren.pos.sftp;

import io.noren.pos.PosSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The SFTP server without the rest of the application: nobody takes the files, so they can be looked at. */
final class SftpAlone implements AutoCloseable {
    private final SftpServer server;

    SftpAlone(Path data, Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("noren.data", data.toString());
        all.putIfAbsent("noren.pos.sftp.port", 0);
        Binder binder = new Binder(new MapConfigurationPropertySource(all));
        SftpSettings sftp = binder.bindOrCreate("noren.pos.sftp", SftpSettings.class);
        PosSettings places = binder.bindOrCreate("noren", PosSettings.class);
        server = new SftpServer(sftp, places, new SftpAccounts(sftp, places), Clock.systemUTC());
        server.start();
    }

    static Map<String, Object> account(String name, String source, String... keys) {
        return Map.of(
                "noren.pos.sftp.accounts." + name + ".source",
                source,
                "noren.pos.sftp.accounts." + name + ".keys",
                List.of(keys));
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    /** A process that can be killed. @param arguments data folder, account, source, public key */
    public static void main(String[] arguments) throws InterruptedException {
        SftpAlone alone = new SftpAlone(Path.of(arguments[0]), account(arguments[1], arguments[2], arguments[3]));
        System.out.println("listens at " + alone.port());
        System.out.flush();
        Thread.currentThread().join();
    }
}
