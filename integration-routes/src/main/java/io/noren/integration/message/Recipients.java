package io.noren.integration.message;

import io.noren.inventory.pickup.Contact;
import io.noren.inventory.pickup.Pickup;
import io.noren.loyalty.Buyer;
import io.noren.loyalty.Claim;
import io.noren.loyalty.Contacts;
import io.noren.loyalty.Forgotten;
import io.noren.loyalty.Identifier;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.Member;
import io.noren.loyalty.Members;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.recommendation.Preference;
import io.noren.loyalty.recommendation.Preferences;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Who an order's messages go to, and how. What the shopper gave with the order comes before what is known of the member,
 * and of that only what somebody has vouched for.
 */
@Component
class Recipients {
    /** A member's preference of this kind: by which channels they like to be told, the best first. */
    static final String BY = "CONTACT_BY";

    /** And of this: by which they do not want to be. */
    static final String NOT_BY = "NO_CONTACT_BY";

    private final Members members;
    private final Forgotten forgotten;
    private final Preferences preferences;
    private final Contacts contacts;
    private final MessageChannels channels;
    private final Locale language;

    Recipients(
            Members members,
            Forgotten forgotten,
            Preferences preferences,
            Contacts contacts,
            MessageChannels channels,
            MessageSettings settings) {
        this.members = members;
        this.forgotten = forgotten;
        this.preferences = preferences;
        this.contacts = contacts;
        this.channels = channels;
        this.language = Locale.forLanguageTag(settings.language());
    }

    /**
     * A shopper, as far as they can be told something.
     *
     * @param member null for a guest
     * @param ways the best first
     */
    record Recipient(
            @Nullable UUID member, @Nullable String name, Locale language, Map<MessageChannel, List<String>> ways) {

        /** Personal. */
        @Override
        public String toString() {
            return "Recipient[withheld]";
        }
    }

    /** @return empty when it is a member who was forgotten */
    Optional<Recipient> of(Pickup pickup) {
        UUID ordered = pickup.member();
        if (ordered != null
                && !forgotten.among(List.of(new Buyer.Known(ordered))).isEmpty()) {
            return Optional.empty();
        }
        Optional<Member> known = ordered == null ? Optional.empty() : members.find(ordered);
        Contact given = pickup.contact();
        Map<MessageChannel, List<String>> ways = new LinkedHashMap<>();
        for (MessageChannel channel : order(known)) {
            List<String> to = to(channel, given, known);
            if (!to.isEmpty()) {
                ways.put(channel, to);
            }
        }
        return Optional.of(new Recipient(
                known.map(Member::id).orElse(null),
                given.name(),
                known.map(member -> Locale.forLanguageTag(member.locale())).orElse(language),
                ways));
    }

    private Collection<MessageChannel> order(Optional<Member> member) {
        Set<MessageChannel> order = new LinkedHashSet<>();
        Set<MessageChannel> unwanted = new LinkedHashSet<>();
        if (member.isPresent()) {
            for (Preference preference : preferences.of(member.get().id())) {
                switch (preference.kind()) {
                    case BY -> order.addAll(named(preference.values()));
                    case NOT_BY -> unwanted.addAll(named(preference.values()));
                    default -> {
                        // It is about goods.
                    }
                }
            }
        }
        order.addAll(Arrays.asList(MessageChannel.values()));
        order.retainAll(channels.open());
        order.removeAll(unwanted);
        return order;
    }

    private static List<MessageChannel> named(List<String> values) {
        return values.stream()
                .flatMap(value -> Arrays.stream(MessageChannel.values())
                        .filter(channel -> channel.name().equalsIgnoreCase(value.strip())))
                .toList();
    }

    private List<String> to(MessageChannel channel, Contact given, Optional<Member> member) {
        return switch (channel) {
            case EMAIL -> first(mailAddress(given.email()), vouchedFor(member, IdentifierType.EMAIL));
            case SMS -> first(phoneNumber(given.phone()), vouchedFor(member, IdentifierType.PHONE));
            case PUSH -> vouchedFor(member, IdentifierType.APP);
            case CHAT -> vouchedFor(member, IdentifierType.EXTERNAL);
            case LOG -> List.of("log");
        };
    }

    private static List<String> first(Optional<String> given, List<String> known) {
        return given.map(List::of).orElseGet(() -> known.stream().limit(1).toList());
    }

    /** The latest first. */
    private static List<String> vouchedFor(Optional<Member> member, IdentifierType type) {
        return member.map(Member::identifiers).orElse(List.of()).stream()
                .filter(identifier -> identifier.type() == type && identifier.provenBy() != Proof.USE)
                .sorted(Comparator.comparing(Identifier::validFrom).reversed())
                .map(Identifier::value)
                .toList();
    }

    /** As it was typed, if it is one address and nothing else. */
    private static Optional<String> mailAddress(@Nullable String typed) {
        if (typed == null || typed.isBlank()) {
            return Optional.empty();
        }
        try {
            InternetAddress address = new InternetAddress(typed.strip(), true);
            return Optional.ofNullable(address.getAddress())
                    .filter(bare -> bare.equals(typed.strip()) && bare.indexOf('@') > 0);
        } catch (AddressException e) {
            return Optional.empty();
        }
    }

    /** In E.164. */
    private Optional<String> phoneNumber(@Nullable String typed) {
        if (typed == null || typed.isBlank()) {
            return Optional.empty();
        }
        try {
            Claim read = contacts.read(typed);
            return read.type() == IdentifierType.PHONE ? Optional.of(read.value()) : Optional.empty();
        } catch (Refusal unreadable) {
            return Optional.empty();
        }
    }
}
