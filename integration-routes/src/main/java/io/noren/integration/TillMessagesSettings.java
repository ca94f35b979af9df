package io.noren.integration;

import io.noren.pos.LocationBinding;
import io.noren.pos.SourceName;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How tills send their documents as messages (AMQP 1.0), {@code noren.pos.amqp}.
 *
 * @param port where the embedded broker lets tills in; unset: it lets in nobody from outside of this process. An
 *     external broker has a port of its own.
 * @param host the address of this machine that the port is opened on
 * @param keyStore a PKCS #12 file with the certificate for TLS; unset: the port speaks plainly
 * @param keyStorePassword of the key store
 * @param maxMessageSize of one message, its envelope included; the embedded broker refuses larger ones
 * @param tills who may send
 */
@ConfigurationProperties("noren.pos.amqp")
public record TillMessagesSettings(
        @Nullable Integer port,
        @DefaultValue("0.0.0.0") String host,
        @Nullable Path keyStore,
        @Nullable String keyStorePassword,
        @DefaultValue("1MB") DataSize maxMessageSize,
        @DefaultValue List<Till> tills) {

    /** For whoever needs the settings' shape and no till. */
    public static final TillMessagesSettings NONE =
            new TillMessagesSettings(null, "0.0.0.0", null, null, DataSize.ofMegabytes(1), List.of());

    public TillMessagesSettings {
        tills = List.copyOf(tills);
        Set<String> names = new HashSet<>();
        for (Till till : tills) {
            if (!names.add(till.name())) {
                throw new IllegalArgumentException(
                        "noren.pos.amqp.tills names " + till.name() + " twice; give each till a name of its own.");
            }
            if (port != null && till.passwordSha256() == null) {
                throw new IllegalArgumentException("noren.pos.amqp.tills: " + till.name()
                        + " has no password-sha256; without it the port would let it in with any password or none.");
            }
        }
    }

    /** The till of a name. */
    public Optional<Till> till(String name) {
        return tills.stream().filter(till -> till.name().equals(name)).findFirst();
    }

    /**
     * An account: one till, or the tills of one store that share it.
     *
     * @param name the user that it signs in as, and part of its address; 1 to 40 lower-case letters, digits and hyphens
     * @param source the till system that its documents are from
     * @param locations the locations that it may speak for; {@code *} for every one
     * @param passwordSha256 of its password in UTF-8, 64 hexadecimal digits; the password is random, so there is nothing
     *     to guess. An external broker has its own users, and needs none here.
     */
    public record Till(
            String name,
            String source,
            Set<String> locations,
            @Nullable String passwordSha256) {
        private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
        private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
        private static final String ANYWHERE = "*";

        @SuppressWarnings("ConstantValue") // a setting that is missing is bound as null
        public Till {
            if (name == null || !NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("noren.pos.amqp.tills: a till's name has 1 to 40 lower-case letters,"
                        + " digits and hyphens, not beginning with a hyphen.");
            }
            if (source == null) {
                throw new IllegalArgumentException("noren.pos.amqp.tills: " + name + " has no source.");
            }
            SourceName.check(source);
            if (locations == null || locations.isEmpty()) {
                throw new IllegalArgumentException("noren.pos.amqp.tills: " + name
                        + " has no locations; name those that it may speak for, or * for every one.");
            }
            locations = Set.copyOf(locations);
            if (passwordSha256 != null && !SHA256.matcher(passwordSha256).matches()) {
                throw new IllegalArgumentException(
                        "noren.pos.amqp.tills: the password-sha256 of " + name + " is not 64 hexadecimal digits.");
            }
        }

        public LocationBinding binding() {
            return locations.contains(ANYWHERE) ? LocationBinding.UNBOUND : LocationBinding.to(locations);
        }
    }
}
