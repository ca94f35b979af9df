package io.noren.integration.flow;

import static io.noren.integration.broker.FlowQueue.TILL_DOCUMENT_AGAIN;

import io.noren.integration.broker.FactFormat;
import io.noren.integration.broker.Origins;
import io.noren.integration.broker.ParkedMessages;
import io.noren.integration.broker.ParkedMessages.Parking;
import io.noren.integration.broker.ReadTillDocumentAgain;
import io.noren.integration.broker.Received;
import io.noren.integration.broker.RetryThenPark;
import io.noren.pos.TillDocuments;
import io.noren.pos.TillDocuments.Receipt;
import io.noren.pos.TillTransactionParked;
import io.noren.pos.TillTransactionSettled;
import java.util.List;
import java.util.UUID;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Till transactions that could not become facts are parked, and a retry reads their document once more. */
@Component
public class TillDocumentAgain extends RouteBuilder {
    private final JsonMapper json;
    private final TillDocuments documents;
    private final ParkedMessages parked;
    private final Origins origins;

    TillDocumentAgain(JsonMapper json, TillDocuments documents, ParkedMessages parked, Origins origins) {
        this.json = json;
        this.documents = documents;
        this.parked = parked;
        this.origins = origins;
    }

    @Override
    public void configure() {
        from(TILL_DOCUMENT_AGAIN.uri())
                .routeId(TILL_DOCUMENT_AGAIN.flow())
                .routeConfigurationId(RetryThenPark.ID)
                .unmarshal(FactFormat.of(json, TILL_DOCUMENT_AGAIN))
                .bean(this, "readAgain");
    }

    public void readAgain(List<Received<ReadTillDocumentAgain>> errands) {
        errands.forEach(received -> origins.during(received.origin(), () -> readAgain(received.fact())));
    }

    private void readAgain(ReadTillDocumentAgain errand) {
        Receipt receipt = documents.readAgain(errand.document());
        receipt.parked()
                .forEach(still -> park(
                        errand.document(),
                        true,
                        errand.source(),
                        still.code(),
                        still.reason(),
                        still.place(),
                        still.transaction()));
    }

    /** In the till adapter's own transaction. */
    @EventListener
    void on(TillTransactionParked trouble) {
        park(
                trouble.document(),
                trouble.documentKept(),
                trouble.source(),
                trouble.code(),
                trouble.reason(),
                trouble.place(),
                trouble.transaction());
    }

    /** In the till adapter's own transaction. */
    @EventListener
    void on(TillTransactionSettled settled) {
        parked.settle(
                TILL_DOCUMENT_AGAIN,
                subject(settled.document(), settled.code(), settled.place(), settled.transaction()));
    }

    private static String subject(UUID document, String code, @Nullable Integer place, @Nullable String transaction) {
        return document + "/" + code + "/" + (transaction != null ? transaction : place);
    }

    private void park(
            UUID document,
            boolean kept,
            String source,
            String code,
            String reason,
            @Nullable Integer place,
            @Nullable String transaction) {
        parked.park(new Parking(
                TILL_DOCUMENT_AGAIN,
                subject(document, code, place, transaction),
                code,
                reason,
                source,
                place,
                waitsFor(code, transaction),
                null,
                ReadTillDocumentAgain.class.getSimpleName(),
                kept ? json.writeValueAsString(new ReadTillDocumentAgain(document, source)) : null,
                document.toString()));
    }

    // A transaction's key begins with the source and the store.
    private static List<String> waitsFor(String code, @Nullable String transaction) {
        String[] parts = transaction == null ? new String[0] : transaction.split("/", 3);
        return WaitingFor.UNKNOWN_LOCATION.equals(code) && parts.length == 3
                ? List.of(WaitingFor.location(parts[1]))
                : List.of();
    }
}
