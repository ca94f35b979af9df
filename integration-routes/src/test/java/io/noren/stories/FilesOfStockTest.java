package io.noren.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FilesOfStockTest extends Story {
    private static final String IMPORTS = "/api/v1/stock/imports";

    @Test
    void everyLevelThatAFileChangesIsToldToTheWebShop() {
        String shirt = item("SHIRT");
        String cup = item("CUP");
        Store ginza = store("ginza").has(5, shirt);
        Subscribed web = webShop();

        Answer taken = hub.send(
                "POST",
                IMPORTS + "?mode=movements",
                "text/csv",
                BodyPublishers.ofString("sku,location,delta,reason\n" + shirt + "," + ginza.id + ",-2,shrinkage\n" + cup
                        + "," + ginza.id + ",7,received\nnobody," + ginza.id + ",1,received\n"));

        assertThat(taken.status()).isEqualTo(202);
        String id = taken.json().path("id").asString();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                hub.get(IMPORTS + "/" + id).json().path("state").asString())
                        .isEqualTo("COMPLETED"));
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(web.shop.available(shirt, ginza.id)).isEqualByComparingTo("3");
            assertThat(web.shop.available(cup, ginza.id)).isEqualByComparingTo("7");
        });
        assertThat(web.shop
                        .about(cup, ginza.id)
                        .get(0)
                        .event()
                        .path("correlation")
                        .asString(""))
                .as("the thread from the file to the web shop")
                .isEqualTo(id);
        assertThat(hub.get(IMPORTS + "/" + id + "/rejections")
                        .json()
                        .path("items")
                        .path(0)
                        .path("line")
                        .asInt())
                .isEqualTo(4);
        assertThat(parked()).isEmpty();
    }

    @Test
    void aFileMayBeLargerThanOtherRequests() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza");
        String row = shirt + "," + ginza.id + ",1,received\n";
        String file = "sku,location,delta,reason\n" + row.repeat(5 * 1024 * 1024 / row.length());
        int rows = 5 * 1024 * 1024 / row.length();

        Answer taken = hub.send("POST", IMPORTS + "?mode=movements", "text/csv", BodyPublishers.ofString(file));

        assertThat(taken.status()).isEqualTo(202);
        AtomicReference<Answer> progress = new AtomicReference<>();
        await().atMost(PATIENCE.multipliedBy(4)).untilAsserted(() -> {
            progress.set(hub.get(IMPORTS + "/" + taken.json().path("id").asString()));
            assertThat(progress.get().json().path("state").asString()).isEqualTo("COMPLETED");
        });
        assertThat(progress.get().json().path("recorded").asInt()).isEqualTo(rows);
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo(String.valueOf(rows));
    }

    @Test
    void anUploadWhoseSenderVanishesStartsNothing() throws IOException {
        long before = imports();
        String begun = "sku,location,delta,reason\nA,B,1,received\n";
        try (Socket sender = new Socket(hub.address().getHost(), hub.address().getPort())) {
            sender.setSoLinger(true, 0); // not an orderly end: the line is cut
            sender.getOutputStream()
                    .write(("POST " + IMPORTS + "?mode=movements HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                                    + hub.headers().get("Authorization")
                                    + "\r\nContent-Type: text/csv\r\nContent-Length: 100000\r\n\r\n" + begun)
                            .getBytes(StandardCharsets.US_ASCII));
            sender.getOutputStream().flush();
        }
        String shirt = item("SHIRT");
        Store ginza = store("ginza");

        Answer whole = hub.send(
                "POST",
                IMPORTS + "?mode=movements",
                "text/csv",
                BodyPublishers.ofString("sku,location,delta,reason\n" + shirt + "," + ginza.id + ",1,received\n"));

        assertThat(whole.status()).isEqualTo(202);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ginza.onHand(shirt)).isEqualByComparingTo("1"));
        assertThat(imports()).as("only the whole one").isEqualTo(before + 1);
    }

    private long imports() {
        return jdbc.sql("select count(*) from inventory.stock_import")
                .query(Long.class)
                .single();
    }
}
