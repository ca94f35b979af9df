package io.noren.pos.sftp;

import io.noren.pos.PosSettings;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.file.FileSystemFactory;
import org.apache.sshd.common.file.root.RootedFileSystemProvider;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.global.NoMoreSessionsHandler;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The SSH server, where a port is set. It lets in by public key alone, and for SFTP alone: no password, no shell, no
 * command, no forwarding.
 */
@Component
class SftpServer implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(SftpServer.class);

    /** Time to sign in. */
    private static final Duration SIGN_IN = Duration.ofSeconds(30);

    private static final int HANDLES = 64;
    private static final int CHANNELS = 4;

    /** The version that every client has; later ones add ways to change files. draft-ietf-secsh-filexfer-02. */
    private static final int SFTP = 3;

    private final SftpSettings settings;
    private final PosSettings places;
    private final SftpAccounts accounts;
    private final Clock clock;
    private final Map<String, TillFolder> folders;
    private @Nullable SshServer server;

    SftpServer(SftpSettings settings, PosSettings places, SftpAccounts accounts, Clock clock) {
        this.settings = settings;
        this.places = places;
        this.accounts = accounts;
        this.clock = clock;
        this.folders = accounts.all().stream()
                .collect(Collectors.toUnmodifiableMap(
                        SftpAccounts.Account::name,
                        account -> new TillFolder(
                                account.folder(),
                                places.pos().maxFileSize().toBytes(),
                                settings.maxWaiting(),
                                settings.keepFree().toBytes())));
    }

    @Override
    public boolean isAutoStartup() {
        return settings.port() != null;
    }

    @Override
    public synchronized void start() {
        Integer port = settings.port();
        if (port == null || server != null) {
            return;
        }
        try {
            for (TillFolder folder : folders.values()) {
                folder.prepare(clock.instant());
            }
            SshServer starting = configured(port);
            starting.start();
            server = starting;
            LOG.info("Tills may push files over SFTP to port {}, {} accounts", starting.getPort(), folders.size());
        } catch (BindException e) {
            throw new InvalidConfigurationPropertyValueException(
                    "noren.pos.sftp.port",
                    port,
                    "The port is already in use or may not be used by this user: choose another one, above 1023.");
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The SFTP server cannot start: " + e.getMessage() + ". Check that the inbox " + places.inbox()
                            + " can be written by this user.",
                    e);
        }
    }

    @Override
    public synchronized void stop() {
        SshServer stopping = server;
        server = null;
        if (stopping != null) {
            try {
                stopping.stop(true); // what was not acknowledged is sent again
            } catch (IOException e) {
                LOG.warn("The SFTP server did not stop in an orderly way: {}", e.toString());
            }
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return server != null;
    }

    /** Where it really listens; -1 while it does not. */
    synchronized int port() {
        return server == null ? -1 : server.getPort();
    }

    private SshServer configured(int port) {
        SshServer ssh = SshServer.setUpDefaultServer();
        ssh.setPort(port);
        Path hostKey = places.data().resolve("sftp").resolve("host-key");
        ssh.setKeyPairProvider(KeyPairProvider.wrap(HostKey.of(hostKey)));
        ssh.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        ssh.setPublickeyAuthenticator((name, key, session) -> knows(name, key));
        ssh.setSignatureFactories(ssh.getSignatureFactories().stream()
                .filter(signature -> !List.of("ssh-rsa", "ssh-dss").contains(signature.getName())) // SHA-1
                .toList());
        ssh.setChannelFactories(List.of(ChannelSessionFactory.INSTANCE));
        ssh.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        ssh.setGlobalRequestHandlers(List.of(KeepAliveHandler.INSTANCE, NoMoreSessionsHandler.INSTANCE));
        ssh.setSubsystemFactories(List.of(TillSftp.factory(new FolderAccess(this::folderOf))));
        ssh.setFileSystemFactory(new OwnFolder());
        ssh.addSessionListener(new Crowd(ssh));
        limit(ssh);
        return ssh;
    }

    private boolean knows(String name, PublicKey key) {
        Optional<SftpAccounts.Account> account = accounts.find(name);
        if (account.isEmpty()) {
            LOG.debug("Somebody without an account tried to sign in");
            return false;
        }
        boolean known = account.get().has(key);
        if (!known) {
            LOG.info(
                    "SFTP account {} was tried with a key that is not its own: {}", name, KeyUtils.getFingerPrint(key));
        }
        return known;
    }

    private void limit(SshServer ssh) {
        CoreModuleProperties.SERVER_IDENTIFICATION.set(ssh, "noren");
        CoreModuleProperties.AUTH_TIMEOUT.set(ssh, SIGN_IN);
        CoreModuleProperties.IDLE_TIMEOUT.set(ssh, settings.idle());
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(ssh, settings.idle().plusSeconds(15));
        CoreModuleProperties.MAX_CONCURRENT_SESSIONS.set(ssh, settings.sessionsPerAccount());
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(ssh, CHANNELS);
        SftpModuleProperties.MAX_OPEN_HANDLES_PER_SESSION.set(ssh, HANDLES);
        SftpModuleProperties.SFTP_VERSION.set(ssh, SFTP);
        SftpModuleProperties.AUTO_FOLLOW_LINKS.set(ssh, false);
        SftpModuleProperties.OPENSSH_EXTENSIONS.set(ssh, TillSftp.extensions());
        SftpModuleProperties.CLIENT_EXTENSIONS.set(ssh, "");
    }

    private TillFolder folderOf(SessionContext session) {
        TillFolder folder = folders.get(session.getUsername());
        if (folder == null) {
            throw new IllegalStateException("nobody is signed in");
        }
        return folder;
    }

    /** The account's folder, as if there were nothing else. */
    private final class OwnFolder implements FileSystemFactory {
        @Override
        public Path getUserHomeDir(SessionContext session) {
            return folderOf(session).path();
        }

        @Override
        public FileSystem createFileSystem(SessionContext session) throws IOException {
            TillFolder folder = folderOf(session);
            folder.prepare(clock.instant());
            return new RootedFileSystemProvider().newFileSystem(folder.path().toRealPath(), Map.of());
        }
    }

    /** Closes what is too many at once, before it costs a key exchange. */
    private final class Crowd implements SessionListener {
        private final SshServer ssh;

        Crowd(SshServer ssh) {
            this.ssh = ssh;
        }

        @Override
        public void sessionCreated(Session session) {
            List<AbstractSession> open = ssh.getActiveSessions();
            if (open.size() > settings.connections()) {
                LOG.warn("A connection was closed: {} are open (noren.pos.sftp.connections)", open.size());
                session.close(true);
            }
        }
    }
}
