package io.noren.benchmark;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * UCI Online Retail: what known customers bought and brought back from December 2010 to 9 December 2011.
 *
 * @param invoices in time
 * @param names by item
 */
record Wholesaler(List<Invoice> invoices, Map<String, String> names) {
    static final Instant LAST_MONTH = Instant.parse("2011-11-09T00:00:00Z");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    /** @param quantity above 0 */
    record Line(String item, int quantity) {}

    record Invoice(String id, String customer, Instant at, List<Line> sold, List<Line> broughtBack) {}

    /**
     * What is known, and what is to be foretold.
     *
     * @param next by customer
     */
    record Split(List<Invoice> known, Map<String, Invoice> next) {}

    static Wholesaler read(Path packed) throws IOException {
        Map<String, Invoice> invoices = new LinkedHashMap<>();
        Map<String, String> names = new TreeMap<>();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(packed), 1 << 16);
                CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(in)) {
            for (NamedCsvRecord row : rows) {
                String customer = row.getField("CustomerID").replace(".0", "");
                int quantity = Integer.parseInt(row.getField("Quantity"));
                if (!customer.isEmpty() && quantity != 0) {
                    String item = row.getField("StockCode");
                    names.merge(item, row.getField("Description").strip(), (one, other) -> one);
                    Invoice invoice = invoices.computeIfAbsent(
                            row.getField("InvoiceNo") + "/" + customer,
                            id -> new Invoice(
                                    id,
                                    customer,
                                    LocalDateTime.parse(row.getField("InvoiceDate"), TIME)
                                            .toInstant(ZoneOffset.UTC),
                                    new ArrayList<>(),
                                    new ArrayList<>()));
                    (quantity > 0 ? invoice.sold() : invoice.broughtBack()).add(new Line(item, Math.abs(quantity)));
                }
            }
        }
        return new Wholesaler(
                invoices.values().stream()
                        .sorted(Comparator.comparing(Invoice::at).thenComparing(Invoice::id))
                        .toList(),
                names);
    }

    /** Known is what each customer did before; of customers who bought once, all of it. */
    Split lastInvoiceOfEach() {
        Map<String, Invoice> first = new HashMap<>();
        Map<String, Invoice> last = new TreeMap<>();
        for (Invoice invoice : invoices) {
            if (!invoice.sold().isEmpty()) {
                first.putIfAbsent(invoice.customer(), invoice);
                last.put(invoice.customer(), invoice);
            }
        }
        last.entrySet().removeIf(each -> each.getValue().equals(first.get(each.getKey())));
        return new Split(
                invoices.stream()
                        .filter(invoice -> !last.containsKey(invoice.customer())
                                || invoice.at()
                                        .isBefore(last.get(invoice.customer()).at()))
                        .toList(),
                last);
    }

    /** Known is what everybody did before, and nothing that anybody did later. */
    Split firstInvoiceSince(Instant day) {
        Map<String, Invoice> next = new TreeMap<>();
        invoices.stream()
                .filter(invoice ->
                        !invoice.at().isBefore(day) && !invoice.sold().isEmpty())
                .forEach(invoice -> next.putIfAbsent(invoice.customer(), invoice));
        return new Split(
                invoices.stream().filter(invoice -> invoice.at().isBefore(day)).toList(), next);
    }

    /** What each customer has: all that they ever bought, with what is left of it after returns. */
    static Map<String, Map<String, Integer>> has(List<Invoice> invoices) {
        Map<String, Map<String, Integer>> has = new HashMap<>();
        for (Invoice invoice : invoices) {
            Map<String, Integer> its = has.computeIfAbsent(invoice.customer(), customer -> new HashMap<>());
            invoice.sold().forEach(line -> its.merge(line.item(), line.quantity(), Integer::sum));
            invoice.broughtBack().forEach(line -> its.merge(line.item(), -line.quantity(), Integer::sum));
        }
        return has;
    }

    /** Items by the number of customers who have them, the most first. */
    static List<String> popular(Map<String, Map<String, Integer>> has) {
        Map<String, Integer> customers = new HashMap<>();
        has.values().forEach(its -> its.forEach((item, left) -> customers.merge(item, left > 0 ? 1 : 0, Integer::sum)));
        return customers.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
