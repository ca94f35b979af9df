package io.noren.loyalty.personal;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import javax.crypto.SecretKey;

/** The key of one account. What it has sealed is gone with it. */
public final class DataKey {
    /** Lengths say little about names and addresses when they go up in such steps. */
    private static final int STEP = 32;

    private final SecretKey key;

    private DataKey(SecretKey key) {
        this.key = key;
    }

    static DataKey newOne() {
        return new DataKey(SecretBox.newKey());
    }

    /** The person that an account is. */
    public byte[] seal(UUID account, Person person) {
        return sealed(person.written(), placeOfPerson(account));
    }

    /** @throws IllegalStateException if it was sealed for another account, or changed since */
    public Person person(UUID account, byte[] sealed) {
        return Person.read(opened(sealed, placeOfPerson(account)));
    }

    /** A phone number or e-mail address, normalised, as one identifier. */
    public byte[] seal(UUID identifier, String contact) {
        return sealed(contact, placeOfContact(identifier));
    }

    /** @throws IllegalStateException if it was sealed for another identifier, or changed since */
    public String contact(UUID identifier, byte[] sealed) {
        return opened(sealed, placeOfContact(identifier));
    }

    byte[] wrapped(SecretKey master, UUID account) {
        return SecretBox.seal(master, key.getEncoded(), placeOfKey(account));
    }

    static DataKey unwrapped(SecretKey master, UUID account, byte[] wrapped) {
        return new DataKey(SecretBox.key(
                SecretBox.open(master, wrapped, placeOfKey(account)).orElseThrow(() -> unopened(placeOfKey(account)))));
    }

    private byte[] sealed(String text, String place) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        String padded = text + " ".repeat((STEP - length % STEP) % STEP);
        return SecretBox.seal(key, padded.getBytes(StandardCharsets.UTF_8), place);
    }

    private String opened(byte[] sealed, String place) {
        byte[] text = SecretBox.open(key, sealed, place).orElseThrow(() -> unopened(place));
        return new String(text, StandardCharsets.UTF_8).stripTrailing();
    }

    private static IllegalStateException unopened(String place) {
        return new IllegalStateException("This was sealed for another place or with another key, or was changed: "
                + place + ". Restore the row and its key from the same backup.");
    }

    private static String placeOfPerson(UUID account) {
        return "loyalty.member.personal/" + account;
    }

    private static String placeOfContact(UUID identifier) {
        return "loyalty.identifier.sealed/" + identifier;
    }

    private static String placeOfKey(UUID account) {
        return "loyalty.member_key.wrapped/" + account;
    }

    /** Never the key: this may end in a log. */
    @Override
    public String toString() {
        return "a member's key";
    }
}
