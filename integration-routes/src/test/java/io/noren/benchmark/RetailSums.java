package io.noren.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Adds up the real retailer's file and compares it with the stock that a hub says it has. A program of its own that
 * shares nothing with the hub, neither a class nor a library:
 * {@code NOREN_ADMIN_KEY=… java RetailSums.java uci-online-retail.csv.gz http://localhost:8080 london}. Its last line
 * says how many items differ; it ends with 1 if one does.
 */
public final class RetailSums {
    private static final Pattern LEVEL = Pattern.compile("\\{\"sku\":\"([^\"]+)\",.*\"onHand\":(-?[0-9]+)[,.}].*");

    private RetailSums() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, Long> sold = sums(Path.of(arguments[0]));
        Map<String, Long> levels = levels(arguments[1], arguments[2]);
        TreeSet<String> items = new TreeSet<>(sold.keySet());
        items.addAll(levels.keySet());
        int different = 0;
        for (String item : items) {
            long expected = -sold.getOrDefault(item, 0L);
            Long found = levels.get(item);
            if (found == null ? expected != 0 : found != expected) {
                System.out.println(item + ": " + expected + " expected, " + found + " found");
                different++;
            }
        }
        System.out.println(
                sold.size() + " items in the file, " + levels.size() + " in stock, " + different + " differ");
        System.exit(different == 0 && !sold.isEmpty() ? 0 : 1);
    }

    /** What left, by item. */
    private static Map<String, Long> sums(Path file) throws IOException {
        Map<String, Long> sums = new TreeMap<>();
        try (InputStream packed = Files.newInputStream(file);
                Reader text = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.UTF_8))) {
            List<String> titles = row(text);
            int item = titles.indexOf("StockCode");
            int quantity = titles.indexOf("Quantity");
            for (List<String> row = row(text); !row.isEmpty(); row = row(text)) {
                sums.merge(row.get(item), Long.parseLong(row.get(quantity)), Long::sum);
            }
        }
        return sums;
    }

    /** The next row, its quotes taken off; empty at the end. */
    private static List<String> row(Reader text) throws IOException {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        int c = text.read();
        if (c < 0) {
            return cells;
        }
        for (; c >= 0 && (quoted || c != '\n'); c = text.read()) {
            if (c == '"') {
                quoted = !quoted; // a doubled one ends and begins: what is lost of it is in no column that counts
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else if (c != '\r') {
                cell.append((char) c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }

    private static Map<String, Long> levels(String hub, String location) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(hub + "/api/v1/stock/snapshot?location=" + location))
                .header("Authorization", "Bearer " + System.getenv("NOREN_ADMIN_KEY"))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        List<String> lines = answer.body().lines().toList();
        if (answer.statusCode() != 200 || !lines.get(lines.size() - 1).startsWith("{\"end\":true")) {
            throw new IOException("no whole snapshot, status " + answer.statusCode());
        }
        Map<String, Long> levels = new TreeMap<>();
        for (String line : lines.subList(1, lines.size() - 1)) {
            Matcher level = LEVEL.matcher(line);
            if (!level.matches()) {
                throw new IOException("not a level: " + line);
            }
            levels.put(level.group(1), Long.parseLong(level.group(2)));
        }
        return levels;
    }
}
