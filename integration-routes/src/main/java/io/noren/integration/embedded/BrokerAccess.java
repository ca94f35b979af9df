package io.noren.integration.embedded;

import io.noren.integration.TillMessagesSettings;
import io.noren.integration.TillMessagesSettings.Till;
import io.noren.integration.broker.Addresses;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnection;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may do what at the embedded broker as soon as tills can reach it. This process may do everything; a till may send
 * to its own address and nothing else. So whatever lies in a till's queue is from that till, whatever it says of itself.
 */
final class BrokerAccess implements ActiveMQSecurityManager5 {
    /** No till can have this name. */
    static final String THIS_PROCESS = "this process";

    private static final Logger log = LoggerFactory.getLogger(BrokerAccess.class);
    private static final int SECRET_BYTES = 32;

    private final String secret = secret();
    private final Map<String, Till> tills;

    BrokerAccess(TillMessagesSettings settings) {
        this.tills = settings.tills().stream().collect(Collectors.toUnmodifiableMap(Till::name, Function.identity()));
    }

    /** New at each start, and known to nobody outside of this process. */
    static String secret() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    /** What this process signs in with as {@link #THIS_PROCESS}. */
    String password() {
        return secret;
    }

    boolean isTill(@Nullable String user) {
        return user != null && tills.containsKey(user);
    }

    @Override
    public @Nullable Subject authenticate(
            @Nullable String user,
            @Nullable String password,
            @Nullable RemotingConnection connection,
            @Nullable String securityDomain) {
        if (user == null || password == null) {
            return null;
        }
        boolean known = user.equals(THIS_PROCESS)
                ? connection != null
                        && connection.getTransportConnection() instanceof InVMConnection
                        && MessageDigest.isEqual(digest(password), digest(secret))
                : isTill(user) && MessageDigest.isEqual(digest(password), expected(user));
        if (!known) {
            log.warn("{} was not let in", isTill(user) ? "Till " + user + " with a wrong password" : "A stranger");
            return null;
        }
        return new Subject(true, Set.of(new UserPrincipal(user)), Set.of(), Set.of());
    }

    private byte[] expected(String till) {
        String hash =
                Objects.requireNonNull(Objects.requireNonNull(tills.get(till)).passwordSha256());
        return HexFormat.of().parseHex(hash);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean authorize(@Nullable Subject subject, Set<Role> roles, CheckType checkType, String address) {
        String user = subject == null ? null : getUserFromSubject(subject);
        if (THIS_PROCESS.equals(user)) {
            return true;
        }
        Till till = user == null ? null : tills.get(user);
        return till != null
                && checkType == CheckType.SEND
                && Addresses.tillDocuments(till).equals(address);
    }

    @Override
    public boolean validateUser(String user, String password) {
        return authenticate(user, password, null, null) != null;
    }

    @Override
    public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType checkType) {
        return false; // the broker asks for an address, see authorize
    }
}
