package io.noren.pos.sftp;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What an operator may set for the SFTP server.
 *
 * @param port where it listens; unset: there is no server. 0 takes any free port
 * @param accounts who may sign in, by user name. A copy without a port reads them too: it may be the one that takes the
 *     files
 * @param maxWaiting files of one account that may wait in its folder; the next is refused
 * @param keepFree space that uploads leave on the disk
 * @param sessionsPerAccount signed in at the same time
 * @param connections of all together, signed in or not
 * @param idle after so long without a word a connection is closed
 */
@ConfigurationProperties("noren.pos.sftp")
record SftpSettings(
        @Nullable Integer port,
        @DefaultValue Map<String, Account> accounts,
        @DefaultValue("10000") int maxWaiting,
        @DefaultValue("300MB") DataSize keepFree,
        @DefaultValue("4") int sessionsPerAccount,
        @DefaultValue("1000") int connections,
        @DefaultValue("5m") Duration idle) {

    /**
     * One till, or one program that sends for several.
     *
     * @param source the till system whose files it brings
     * @param locations ids of the locations that it may speak for; unset: every one
     * @param keys public keys in OpenSSH's form, {@code ssh-ed25519 AAAA… comment}. Several, so that a key can be changed
     *     while both are good
     */
    record Account(
            @Nullable String source,
            @Nullable List<String> locations,
            @Nullable List<String> keys) {}
}
