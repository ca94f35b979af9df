package io.noren.pos.sftp;

import io.noren.pos.LocationBinding;
import io.noren.pos.PosSettings;
import io.noren.pos.Refusal;
import io.noren.pos.SourceName;
import io.noren.pos.inbox.FolderOwners;
import io.noren.pos.inbox.InboxNames;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.stereotype.Component;

/** The accounts as they are configured, or a refusal to start that says what is wrong with which of them. */
@Component
class SftpAccounts implements FolderOwners {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    private final Map<String, Account> accounts = new TreeMap<>();

    /** @param folder where its files wait */
    record Account(String name, String source, LocationBinding binding, List<PublicKey> keys, Path folder) {

        /** Compared as keys: a certificate for one of them is none of them. */
        boolean has(PublicKey key) {
            return keys.stream().anyMatch(known -> KeyUtils.compareKeys(known, key));
        }
    }

    SftpAccounts(SftpSettings settings, PosSettings places) {
        Path inbox = places.inbox().toAbsolutePath().normalize();
        settings.accounts().forEach((name, configured) -> accounts.put(name, read(name, configured, inbox)));
    }

    Optional<Account> find(@Nullable String name) {
        return name == null ? Optional.empty() : Optional.ofNullable(accounts.get(name));
    }

    Collection<Account> all() {
        return accounts.values();
    }

    @Override
    public Optional<LocationBinding> bindingOf(String source, String account) {
        return find(account).filter(found -> found.source().equals(source)).map(Account::binding);
    }

    private static Account read(String name, SftpSettings.Account configured, Path inbox) {
        String at = "noren.pos.sftp.accounts." + name;
        if (!NAME.matcher(name).matches()) {
            throw invalid(
                    at,
                    name,
                    "An account is named by 1 to 40 lower-case letters, digits and hyphens, not beginning"
                            + " with a hyphen; rename it.");
        }
        String source = configured.source();
        if (source == null) {
            throw invalid(at + ".source", source, "Name the till system whose files this account brings.");
        }
        try {
            SourceName.check(source);
        } catch (Refusal refusal) {
            throw invalid(at + ".source", source, refusal.getMessage());
        }
        return new Account(
                name,
                source,
                binding(at + ".locations", configured.locations()),
                keys(at + ".keys", configured.keys()),
                InboxNames.folderOf(inbox, source, name));
    }

    private static LocationBinding binding(String at, @Nullable List<String> locations) {
        if (locations == null) {
            return LocationBinding.UNBOUND;
        }
        if (locations.isEmpty() || locations.stream().anyMatch(String::isBlank)) {
            throw invalid(
                    at,
                    locations,
                    "Name the locations that this account may speak for, or leave the setting out if"
                            + " it may speak for every one.");
        }
        return LocationBinding.to(locations);
    }

    private static List<PublicKey> keys(String at, @Nullable List<String> lines) {
        if (lines == null || lines.isEmpty()) {
            throw invalid(
                    at,
                    lines,
                    "Give at least one public key, as it stands in the till's file that ends in .pub;"
                            + " there are no passwords.");
        }
        List<PublicKey> keys = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            try {
                keys.add(PublicKeyLine.read(lines.get(i)));
            } catch (IllegalArgumentException e) {
                throw invalid(at + "[" + i + "]", lines.get(i), e.getMessage());
            }
        }
        return List.copyOf(keys);
    }

    private static InvalidConfigurationPropertyValueException invalid(
            String property, @Nullable Object value, @Nullable String what) {
        return new InvalidConfigurationPropertyValueException(property, value, what);
    }
}
