package io.noren.loyalty;

import io.noren.loyalty.LookUpQuestion.AskedBy;
import io.noren.loyalty.LookUpQuestion.Asker;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Members who are opened at the desk of those who answer for the programme. It is a till like others to the log: whoever
 * opens somebody says why, and it is written down before anything is shown. Each person has a desk of their own, so what
 * one has opened is not open to another.
 */
@Component
public class DeskLookUps {
    /** What the log has for a store. */
    public static final String PLACE = "desk";

    private static final int LONGEST_ACTOR = 80;

    private final TillLookUp tills;
    private final TillContact contact;
    private final TillLookUpLog log;
    private final TillPace pace;
    private final TillSettings settings;
    private final Members members;
    private final TransactionTemplate transaction;

    DeskLookUps(
            TillLookUp tills,
            TillContact contact,
            TillLookUpLog log,
            TillPace pace,
            TillSettings settings,
            Members members,
            TransactionTemplate transaction) {
        this.tills = tills;
        this.contact = contact;
        this.log = log;
        this.pace = pace;
        this.settings = settings;
        this.members = members;
        this.transaction = transaction;
    }

    /**
     * What is asked at the desk; as at a till, exactly one way.
     *
     * @param card or whatever else was scanned: the app's code, a receipt
     */
    public record Question(
            @Nullable String card,
            @Nullable String phone,
            @Nullable String last4,
            @Nullable String kana,
            @Nullable String birthDay,
            @Nullable String choice,
            @Nullable String otherLast4) {}

    /**
     * Finds and logs as a till does; the one that is found is open from then on.
     *
     * @throws Refusal as {@link TillLookUp#find}
     */
    public LookUpAnswer find(Question asked, @Nullable String reason, String actor) {
        return tills.find(new LookUpQuery(
                asked.card(),
                null,
                asked.phone(),
                asked.last4(),
                asked.kana(),
                asked.birthDay(),
                null,
                null,
                asked.choice(),
                asked.otherLast4(),
                desk(actor),
                PLACE,
                reason,
                actor));
    }

    /**
     * Opens a member by their id, as it stands in a list.
     *
     * @throws Refusal {@code LOOK_UP_INCOMPLETE} without a reason, {@code UNKNOWN_MEMBER}, {@code MEMBER_ERASED},
     *     {@code TOO_MANY_LOOK_UPS}
     */
    public void open(UUID id, @Nullable String reason, String actor) {
        note(id, AskedBy.MEMBER_ID, reason, actor);
    }

    /** Whether this person has opened the member a moment ago: then what is known is shown. */
    @Transactional(readOnly = true)
    public boolean isOpen(UUID id, String actor) {
        return log.wasOpened(new Asker(actor, desk(actor), PLACE, ""), members.known(id), settings.contactWithin());
    }

    /**
     * Notes that all that is kept of the member is taken out.
     *
     * @throws Refusal {@code NOT_LOOKED_UP} unless they are open, and those of opening
     */
    public void takesOut(UUID id, @Nullable String reason, String actor) {
        if (!isOpen(id, actor)) {
            throw new Refusal("NOT_LOOKED_UP", "Open the member first, and say why.");
        }
        note(id, AskedBy.EXPORT, reason, actor);
    }

    /**
     * How the member can be reached, in clear.
     *
     * @throws Refusal as {@link TillContact#of}
     */
    public TillContact.Contact contact(UUID id, @Nullable String reason, String actor) {
        return contact.of(id, LookUpQuery.at(desk(actor), PLACE, reason, actor));
    }

    private void note(UUID id, AskedBy by, @Nullable String reason, String actor) {
        Asker asker = LookUpQuestion.asker(LookUpQuery.at(desk(actor), PLACE, reason, actor));
        pace.take(asker);
        transaction.executeWithoutResult(status -> {
            UUID member = members.known(id);
            log.write(asker, by, Mask.tail(member.toString()), 1, member);
        });
    }

    private static String desk(String actor) {
        return PLACE + ":" + (actor.length() > LONGEST_ACTOR ? actor.substring(0, LONGEST_ACTOR) : actor);
    }
}
