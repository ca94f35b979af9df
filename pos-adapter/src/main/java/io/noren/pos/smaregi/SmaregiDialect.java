package io.noren.pos.smaregi;

import io.noren.pos.Reading;
import io.noren.pos.vendor.AllowedFields;
import io.noren.pos.vendor.Delivery;
import io.noren.pos.vendor.Signatures;
import io.noren.pos.vendor.SignedDialect;
import io.noren.pos.vendor.VendorFeed;
import io.noren.pos.vendor.VendorJson;
import io.noren.pos.vendor.VendorKeys;
import io.noren.pos.vendor.VendorSource;
import io.noren.pos.vendor.VendorSources;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Smaregi's tills. A webhook is not signed; it is let in for a secret word in one of its headers, and names transactions
 * of a contract. Nothing is believed of it but that there is something to ask for.
 */
@Component
class SmaregiDialect implements SignedDialect {
    private static final AllowedFields KEPT = AllowedFields.of(
            "transactionHeadId",
            "transactionHeadDivision",
            "transactionDateTime",
            "terminalTranDateTime",
            "storeId",
            "terminalId",
            "customerCode",
            "cancelDivision",
            "cancelDateTime",
            "returnSales",
            "disposeDivision",
            "disposed.transactionHeadId",
            "disposed.transactionDateTime",
            "disposed.terminalTranDateTime",
            "disposed.storeId",
            "disposed.terminalId",
            "details.transactionDetailDivision",
            "details.productId",
            "details.productCode",
            "details.quantity",
            "details.unitDiscountedSum");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern EVENT_ID = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final VendorSources retailers;
    private final SmaregiContracts contracts;
    private final VendorKeys keys;
    private final Clock clock;

    SmaregiDialect(SmaregiSettings settings, SmaregiContracts contracts, VendorKeys keys, Clock clock) {
        this.retailers = new VendorSources("smaregi", settings.smaregi());
        this.contracts = contracts;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "SMAREGI";
    }

    @Override
    public Set<String> sources() {
        return retailers.names();
    }

    @Override
    public VendorSource settings(String source) {
        return retailers.of(source);
    }

    /** Of a time nothing is said, so what somebody kept may be sent again: it leads to a question, and to nothing new. */
    @Override
    public void verify(Delivery delivery) {
        String source = delivery.source();
        Signatures.demandWord(
                settings(source).secrets(), delivery.header(contracts.of(source).secretHeader()));
    }

    /** One app has one secret and may serve many contracts; what is told of another one is not this source's. */
    @Override
    public Notice understand(Delivery delivery) {
        JsonNode told = VendorJson.read(delivery.body());
        Set<String> transactions = new TreeSet<>();
        if (VendorJson.text(told, "event").equals("pos:transactions")
                && VendorJson.text(told, "contractId")
                        .equals(contracts.of(delivery.source()).contract())) {
            for (JsonNode id : told.path("transactionHeadIds")) {
                if (NUMBER.matcher(id.asString("")).matches()) {
                    transactions.add(id.asString(""));
                }
            }
        }
        String event = delivery.header("Smaregi-Event-Id");
        return Notice.of(event != null && EVENT_ID.matcher(event).matches() ? event : null, List.copyOf(transactions));
    }

    @Override
    public VendorFeed feed(String source) {
        return new SmaregiFeed(settings(source), contracts.of(source), clock);
    }

    @Override
    public void check(String source, InputStream received, OutputStream kept) throws IOException {
        VendorJson.keep(List.of(VendorJson.read(received)), KEPT, kept);
    }

    @Override
    public void read(String source, InputStream kept, Consumer<Reading> transactions) throws IOException {
        VendorJson.read(kept, new SmaregiInterpreter(source, settings(source), keys), transactions);
    }
}
