package io.noren.loyalty.signin;

import io.noren.loyalty.Claim;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.LinkAnswer;
import io.noren.loyalty.Members;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.PlainText;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.signin.ProofTries.Limits;
import io.noren.loyalty.signin.ProofTries.Try;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The PINs of store cards. Whoever knows number and PIN has the card in hand, and may link it. A wrong PIN and a card
 * that is not there, or has none, are answered alike and take as long.
 */
@Component
public class CardPins {
    /** Most that are set at once: each is hashed slowly. */
    public static final int MOST_AT_ONCE = 100;

    private static final int LONGEST_NAME = 200;
    private static final String ACTOR = "member";
    private static final Pattern PIN = Pattern.compile("[0-9]{4,12}");

    private final PasswordEncoder slowly = new BCryptPasswordEncoder();
    /** Of nothing that anybody can type. */
    private final String nobodys = slowly.encode("no card");

    private final JdbcClient sql;
    private final SignInHashes hashes;
    private final ProofTries tries;
    private final ProofSettings settings;
    private final Members members;
    private final Clock clock;

    CardPins(
            JdbcClient sql,
            SignInHashes hashes,
            ProofTries tries,
            ProofSettings settings,
            Members members,
            Clock clock) {
        this.sql = sql;
        this.hashes = hashes;
        this.tries = tries;
        this.settings = settings;
        this.members = members;
        this.clock = clock;
    }

    /**
     * A card as it is issued.
     *
     * @param card its number, in any usual spelling
     * @param pin 4 to 12 digits
     */
    public record Issued(String card, String pin) {
        /** Neither of the two: this may end in a log. */
        @Override
        public String toString() {
            return "a card and its PIN";
        }
    }

    /**
     * Sets the PINs of cards, all or none; one that a card had before is no longer good, and its tries are counted anew.
     *
     * @param actor by whom they are told
     * @throws Refusal {@code PIN_UNREADABLE}, {@code UNREADABLE_CARD}, {@code TOO_MANY_PINS} above 100
     */
    @Transactional
    public void set(List<Issued> issued, String actor) {
        if (issued.size() > MOST_AT_ONCE) {
            throw Refusal.at("cards", "TOO_MANY_PINS", "At most " + MOST_AT_ONCE + " are set at once.");
        }
        String by = PlainText.required("actor", actor, LONGEST_NAME, "ACTOR_REQUIRED");
        issued.forEach(each -> {
            Claim card = members.normalised("card", IdentifierType.CARD, each.card());
            String pin = SignInHashes.digits(each.pin());
            if (!PIN.matcher(pin).matches()) {
                throw Refusal.at("pin", "PIN_UNREADABLE", "A PIN has 4 to 12 digits.");
            }
            String number = hashes.contact(card);
            sql.sql("""
                            insert into loyalty.card_pin (card, pin, set_at, set_by) values (?, ?, ?::timestamptz, ?)
                            on conflict (card) do update
                                set pin = excluded.pin, set_at = excluded.set_at, set_by = excluded.set_by
                            """)
                    .params(
                            number,
                            slowly.encode(hashes.pin(card, pin)),
                            clock.instant().truncatedTo(ChronoUnit.MICROS).toString(),
                            by)
                    .update();
            tries.begin(number);
        });
    }

    /**
     * Links a card to a member who knows its PIN, by the rules for what is proven.
     *
     * @param typed the card's number
     * @param caller the network address
     * @return the identifier that leads to the member now; or a claim, because the card leads to somebody else
     * @throws Refusal {@code PIN_WRONG} also where there is no such card, {@code TOO_MANY_TRIES}, {@code
     *     UNREADABLE_CARD}, and those of linking
     */
    public LinkAnswer link(UUID id, String typed, String pin, String caller) {
        UUID member = members.known(id);
        Claim card = members.normalised("card", IdentifierType.CARD, typed);
        String number = hashes.contact(card);
        Try made = new Try(number, member, hashes.caller(caller));
        tries.take(
                made,
                new Limits(
                        settings.pinTriesPerCardADay(),
                        settings.pinTriesPerCard(),
                        settings.pinTriesPerMember(),
                        settings.pinTriesPerCaller()));
        Optional<String> kept = sql.sql("select pin from loyalty.card_pin where card = ?")
                .param(number)
                .query(String.class)
                .optional();
        boolean right = slowly.matches(hashes.pin(card, SignInHashes.digits(pin)), kept.orElse(nobodys));
        if (!right || kept.isEmpty()) {
            throw Refusal.at("pin", "PIN_WRONG", "Card number and PIN do not go together. Look at the card again.");
        }
        tries.right(made);
        return members.link(member, new NewIdentifier(IdentifierType.CARD, card.value(), Proof.CARD_PIN), ACTOR);
    }

    /** Forgets the PINs of cards whose customer is forgotten. */
    @Transactional
    public void forget(Collection<Claim> cards) {
        sql.sql("delete from loyalty.card_pin where card = any(?::text[])")
                .param(cards.stream()
                        .filter(each -> each.type() == IdentifierType.CARD)
                        .map(hashes::contact)
                        .toArray(String[]::new))
                .update();
    }
}
