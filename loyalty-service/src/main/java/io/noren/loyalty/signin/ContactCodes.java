package io.noren.loyalty.signin;

import io.noren.loyalty.Claim;
import io.noren.loyalty.Contacts;
import io.noren.loyalty.LinkAnswer;
import io.noren.loyalty.Members;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.signin.SignInBook.Asked;
import io.noren.loyalty.signin.SignInBook.Step;
import io.noren.loyalty.signin.SignInBook.Tried;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Codes by which a member who is signed in proves a further e-mail address or phone number. They are sign-in codes: the
 * same limits hold, and a contact has one that is live. As long as the contact leads to somebody else, such a code lets
 * nobody in.
 */
@Component
public class ContactCodes {
    private static final String ACTOR = "member";

    private final SignInBook book;
    private final SignInHashes hashes;
    private final SignInSettings settings;
    private final Contacts contacts;
    private final Members members;
    private final ObjectProvider<CodeDelivery> delivery;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ContactCodes(
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

    /**
     * Sends a code to an address or number that the member says is theirs, whomever it leads to.
     *
     * @param typed e-mail address or phone number
     * @param caller the network address that asks
     * @throws Refusal as {@link SignInCodes#ask}; {@code TOO_MANY_CODES} also for this member; {@code UNKNOWN_MEMBER}
     */
    public void ask(UUID id, String typed, String caller) {
        Claim contact = contacts.read(typed);
        CodeDelivery there = SignInCodes.way(delivery, contact);
        SignInCode code = Objects.requireNonNull(transaction.execute(status -> asked(id, contact, caller)));
        // After the commit: what comes back at once must find it.
        there.deliver(code);
    }

    private SignInCode asked(UUID id, Claim contact, String caller) {
        UUID member = members.known(id);
        Instant now = now();
        String to = hashes.contact(contact);
        String from = hashes.caller(caller);
        Asked before = book.askedAlone(to, from, member, now);
        if (before.byContact() >= settings.codesPerContact()
                || before.byCaller() >= settings.codesPerCaller()
                || before.byMember() >= settings.codesPerMember()) {
            throw SignInCodes.tooMany();
        }
        book.forgetOld(now);
        UUID asked = UUID.randomUUID();
        String digits = SignInCodes.digits();
        book.replace(
                to, from, new Tried(asked, member, hashes.code(asked, digits)), now, now.plus(settings.validFor()));
        book.note(Step.ASKED, to, from, member, now);
        return new SignInCode(
                contact.type(),
                contact.value(),
                digits,
                members.get(member).locale(),
                settings.validFor(),
                SignInCode.Purpose.ADD_CONTACT);
    }

    /**
     * Tries a code. The right one proves, once, that the contact is the member's, and links it by the rules.
     *
     * @param typed the address or number to which it was sent
     * @return the identifier that leads to the member now, or a claim, because it leads to somebody else; empty when the
     *     code is wrong, used, followed by another, of another member, too old, or was guessed too often
     * @throws Refusal as {@link #ask} for a contact that is none, and those of linking
     */
    public Optional<LinkAnswer> check(UUID id, String typed, String code) {
        UUID member = members.known(id);
        Claim contact = contacts.read(typed);
        String digits = SignInHashes.digits(code);
        // A try is counted for good, whatever the rules say of the contact then.
        boolean proven = Objects.requireNonNull(transaction.execute(status -> tried(member, contact, digits)));
        return proven
                ? Optional.of(members.link(
                        member, new NewIdentifier(contact.type(), contact.value(), SignInCodes.proof(contact)), ACTOR))
                : Optional.empty();
    }

    private boolean tried(UUID member, Claim contact, String digits) {
        Instant now = now();
        String to = hashes.contact(contact);
        Tried tried = book.tryOnce(to, now).orElse(null);
        if (tried == null) {
            return false;
        }
        UUID account = tried.account();
        if (account == null || !hashes.areOf(tried, digits) || !member.equals(members.known(account))) {
            book.note(Step.WRONG, to, null, member, now);
            return false;
        }
        book.end(tried.id(), now);
        book.note(Step.PROVEN, to, null, member, now);
        return true;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
