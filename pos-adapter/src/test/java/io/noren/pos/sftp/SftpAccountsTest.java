package io.noren.pos.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.pos.LocationBinding;
import io.noren.pos.PosSettings;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What an operator may write, and what is said when it cannot be meant. */
class SftpAccountsTest {
    private static String line = "";
    private static KeyPair pair;

    @BeforeAll
    static void makeKey() throws Exception {
        pair = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        line = PublicKeyEntry.toString(pair.getPublic());
    }

    @Test
    void anAccountSpeaksForItsLocationsAndItsSourceOnly() {
        SftpAccounts accounts =
                accounts(Map.of("source", "ncr", "locations", "ginza,ueno", "keys", List.of(line + " till")));

        LocationBinding binding = accounts.bindingOf("ncr", "till-1").orElseThrow();
        assertThat(binding.covers("ginza")).isTrue();
        assertThat(binding.covers("shibuya")).isFalse();
        assertThat(accounts.bindingOf("square", "till-1")).isEmpty();
        assertThat(accounts.bindingOf("ncr", "till-2")).isEmpty();
        assertThat(accounts.find("till-1").orElseThrow().has(pair.getPublic())).isTrue();
    }

    @Test
    void withoutLocationsItSpeaksForAll() {
        assertThat(accounts(Map.of("source", "ncr", "keys", line)).bindingOf("ncr", "till-1"))
                .contains(LocationBinding.UNBOUND);
    }

    @Test
    void noLocationAtAllIsNotTakenForEveryOne() {
        refused(Map.of("source", "ncr", "locations", "", "keys", line), ".locations", "leave the setting out");
    }

    @Test
    void whatIsWrongIsNamedWithWhatToDo() throws Exception {
        refused(Map.of("keys", line), ".source", "Name the till system");
        refused(Map.of("source", "NCR!", "keys", line), ".source", "lower-case");
        refused(Map.of("source", "ncr"), ".keys", "at least one public key");
        refused(Map.of("source", "ncr", "keys", "/etc/keys/ginza.pub"), ".keys[0]", "ends in .pub");
        refused(Map.of("source", "ncr", "keys", List.of(line, "from=\"10.0.0.1\" " + line)), ".keys[1]", "options");
        refused(Map.of("source", "ncr", "keys", line.substring(0, 60)), ".keys[0]", "not whole");
        KeyPair weak = KeyUtils.generateKeyPair("ssh-rsa", 1024);
        refused(Map.of("source", "ncr", "keys", PublicKeyEntry.toString(weak.getPublic())), ".keys[0]", "2048");
    }

    @Test
    void anAccountsNameBecomesAFolderAndIsRestricted() {
        assertThatThrownBy(() -> accounts("[../up]", Map.of("source", "ncr", "keys", line)))
                .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                .hasMessageContaining("rename it");
    }

    private static void refused(Map<String, Object> account, String property, String words) {
        assertThatThrownBy(() -> accounts(account))
                .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                .hasMessageContaining("noren.pos.sftp.accounts.till-1" + property)
                .hasMessageContaining(words);
    }

    private static SftpAccounts accounts(Map<String, Object> account) {
        return accounts(".till-1", account);
    }

    private static SftpAccounts accounts(String name, Map<String, Object> account) {
        Map<String, Object> all = new HashMap<>();
        account.forEach((key, value) -> all.put("noren.pos.sftp.accounts" + name + "." + key, value));
        Binder binder = new Binder(new MapConfigurationPropertySource(all));
        return new SftpAccounts(
                binder.bindOrCreate("noren.pos.sftp", SftpSettings.class),
                binder.bindOrCreate("noren", PosSettings.class));
    }
}
