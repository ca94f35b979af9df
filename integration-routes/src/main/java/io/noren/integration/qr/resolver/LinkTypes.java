package io.noren.integration.qr.resolver;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What links can be about, by the names of the GS1 Web Vocabulary. A name may be given as {@code gs1:pip} or as a whole
 * address below any of the places at which the vocabulary has been; kept and told is the present one.
 */
final class LinkTypes {
    static final String NAMESPACE = "https://ref.gs1.org/voc/";
    static final String PREFIX = "gs1:";

    /** A page about the item. */
    static final String PRODUCT_PAGE = NAMESPACE + "pip";

    /** Who sells it. */
    static final String RETAILERS = NAMESPACE + "hasRetailers";

    static final String DEFAULT = NAMESPACE + "defaultLink";

    /** Several of which what the reader asked for chooses one. */
    static final String DEFAULTS = NAMESPACE + "defaultLinkMulti";

    private static final Pattern NAME =
            Pattern.compile("(?:gs1:|https?://(?:ref\\.|www\\.)?gs1\\.org/voc/)([A-Za-z]{1,60})");

    /** Those that a link to more about an item, a place or a company can have; which are default, the resolver says. */
    private static final Set<String> NAMES = Set.of(("activityIdeas allergenInfo appDownload brandHomepageClinical"
                    + " brandHomepagePatient careersInfo certificationInfo consumerHandlingStorageInfo disassemblyInfo dpp"
                    + " epcis epil eventsInfo faqs handledBy handlingEndOfLife hasRetailers homepage ingredientsInfo"
                    + " instructions jws leaveReview locationInfo logisticsInfo loyaltyProgram masterData menuInfo"
                    + " nutritionalInfo openingHoursInfo paymentLink pip productPassport productSustainabilityInfo promotion"
                    + " purchaseSuppliesOrAccessories quickStartGuide recallStatus recipeInfo recyclingInfo"
                    + " registerProduct registryEntry relatedImage relatedVideo repairInfo reuseInfo review safetyInfo"
                    + " scheduleTime serviceInfo smartLabel smpc socialMedia sorting statisticInfo subscribe support"
                    + " sustainabilityInfo traceability tutorial userAgreement verificationService whatsInTheBox")
            .split(" ", -1));

    private LinkTypes() {}

    /** The type's address; empty for what is no name of a type. */
    static Optional<String> read(String given) {
        Matcher name = NAME.matcher(given);
        return name.matches() ? Optional.of(NAMESPACE + name.group(1)) : Optional.empty();
    }

    /** Whether a retailer's link may be of this type. */
    static boolean isKnown(String type) {
        return NAMES.contains(type.substring(NAMESPACE.length()));
    }

    /** As people write it. */
    static String shortName(String type) {
        return PREFIX + type.substring(NAMESPACE.length());
    }

    /** Whether not one link is asked for but all of them; {@code all} is an older word for it. */
    static boolean isLinkset(String given) {
        String word = given.toLowerCase(Locale.ROOT);
        return word.equals("linkset") || word.equals("all");
    }
}
