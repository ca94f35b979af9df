package io.noren.loyalty.signin;

import io.noren.loyalty.Claim;
import io.noren.loyalty.Contacts;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.Members;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.signin.SignInBook.Asked;
import io.noren.loyalty.signin.SignInBook.Step;
import io.noren.loyalty.signin.SignInBook.Tried;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends one-time codes and takes them back. Nothing that it answers tells a stranger whether an address or a number leads
 * to a member.
 */
@Component
public class SignInCodes {
    private static final Logger LOG = LoggerFactory.getLogger(SignInCodes.class);
    private static final int CODES = 1_000_000;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ACTOR = "member";

    private final SignInBook book;
    private final SignInHashes hashes;
    private final SignInSettings settings;
    private final Contacts contacts;
    private final Members members;
    private final ObjectProvider<CodeDelivery> delivery;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SignInCodes(
            SignInBook book,
            SignInHashes hashes,
            SignInSettings settings,
            Contacts contacts,
            Members members,
            ObjectProvider<CodeDelivery> delivery,
            TransactionTemplate transaction,
            Clock clock) {
        this.book = book;
        this.hashes = hashes;
        this.settings = settings;
        this.contacts = contacts;
        this.members = members;
        this.delivery = delivery;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** The kinds of contact to which a code can be sent here. */
    public Set<IdentifierType> ways() {
        CodeDelivery there = delivery.getIfAvailable();
        return there == null ? Set.of() : there.ways();
    }

    /**
     * Sends a code to an address or a number, if it leads to a member; it ends an older one. That it leads to nobody, or
     * that the member has had too many, does not show.
     *
     * @param typed e-mail address or phone number
     * @param caller the network address that asks
     * @throws Refusal {@code UNREADABLE_EMAIL}, {@code UNREADABLE_PHONE} and those of texts, at {@code contact};
     *     {@code NO_WAY_TO_PHONE}, {@code NO_WAY_TO_EMAIL}; {@code TOO_MANY_CODES} for this contact or this caller
     */
    public void ask(String typed, String caller) {
        Claim contact = contacts.read(typed);
        CodeDelivery there = way(delivery, contact);
        Optional<SignInCode> code = Objects.requireNonNull(transaction.execute(status -> asked(contact, caller)));
        // After the commit: what comes back at once must find it.
        code.ifPresent(there::deliver);
    }

    private Optional<SignInCode> asked(Claim contact, String caller) {
        Instant now = now();
        String to = hashes.contact(contact);
        String from = hashes.caller(caller);
        UUID id = UUID.randomUUID();
        // For nobody, too, so that it takes as long.
        String digits = digits();
        String hash = hashes.code(id, digits);
        UUID member = contacts.memberReachedBy(contact).orElse(null);
        Asked before = book.askedAlone(to, from, member, now);
        if (before.byContact() >= settings.codesPerContact() || before.byCaller() >= settings.codesPerCaller()) {
            LOG.info("Too many sign-in codes were asked for, for one contact or from one address");
            throw tooMany();
        }
        book.forgetOld(now);
        if (member != null && before.byMember() >= settings.codesPerMember()) {
            book.withhold(to, from, id, now);
            book.note(Step.WITHHELD, to, from, member, now);
            return Optional.empty();
        }
        book.replace(to, from, new Tried(id, member, member == null ? null : hash), now, now.plus(settings.validFor()));
        book.note(Step.ASKED, to, from, member, now);
        return Optional.ofNullable(member)
                .map(known -> new SignInCode(
                        contact.type(),
                        contact.value(),
                        digits,
                        members.get(known).locale(),
                        settings.validFor(),
                        SignInCode.Purpose.SIGN_IN));
    }

    /**
     * Tries a code. The right one lets its member in, once, and proves that the contact is theirs.
     *
     * @param typed the address or number to which it was sent
     * @return the member; empty when the code is wrong, used, followed by another, too old, or was guessed too often
     * @throws Refusal as {@link #ask} for a contact that is none
     */
    public Optional<UUID> check(String typed, String code) {
        Claim contact = contacts.read(typed);
        String digits = SignInHashes.digits(code);
        // A wrong try is counted for good, so it is an answer and not an exception.
        return Objects.requireNonNull(transaction.execute(status -> tried(contact, digits)));
    }

    private Optional<UUID> tried(Claim contact, String digits) {
        Instant now = now();
        String to = hashes.contact(contact);
        Tried tried = book.tryOnce(to, now).orElse(null);
        if (tried == null) {
            return Optional.empty();
        }
        // It may lead to somebody else by now, who has nothing to do with who asked.
        UUID member = contacts.memberReachedBy(contact).orElse(null);
        UUID account = tried.account();
        boolean right = hashes.areOf(tried, digits);
        if (member == null || account == null || !right || !member.equals(members.known(account))) {
            book.note(Step.WRONG, to, null, member, now);
            return Optional.empty();
        }
        book.end(tried.id(), now);
        members.link(member, new NewIdentifier(contact.type(), contact.value(), proof(contact)), ACTOR);
        book.note(Step.SIGNED_IN, to, null, member, now);
        return Optional.of(member);
    }

    /** Of a new code. */
    static String digits() {
        return String.format(Locale.ROOT, "%06d", RANDOM.nextInt(CODES));
    }

    /** @throws Refusal {@code NO_WAY_TO_…} where none is sent to such a contact */
    static CodeDelivery way(ObjectProvider<CodeDelivery> delivery, Claim contact) {
        CodeDelivery there = delivery.getIfAvailable();
        if (there == null || !there.ways().contains(contact.type())) {
            throw Refusal.at(
                    "contact",
                    "NO_WAY_TO_" + contact.type(),
                    "No codes are sent that way here. Take another of your contacts.");
        }
        return there;
    }

    static Refusal tooMany() {
        return new Refusal("TOO_MANY_CODES", "Too many codes were asked for. Wait an hour and try again.");
    }

    static Proof proof(Claim contact) {
        return contact.type() == IdentifierType.EMAIL ? Proof.MAIL_CODE : Proof.SMS_CODE;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
