package io.noren.integration.demo;

import io.noren.integration.floor.ItemReviews;
import io.noren.inventory.Locations;
import io.noren.loyalty.recommendation.Assortment;
import io.noren.pos.StoreDirectory;
import io.noren.testing.TestServers;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * Tills, stock and members over a database of their own, without the flows between them: what the demo writes, and
 * what its documents mean, is seen here alone.
 */
@SpringBootTest(
        classes = ThreeSpokes.Spokes.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "noren.demo=true",
            "noren.data=target/three-spokes",
            "noren.pos.drop-folder.enabled=false",
            "management.endpoint.health.validate-group-membership=false" // there is no broker here
        })
abstract class ThreeSpokes {

    @DynamicPropertySource
    static void ownDatabase(DynamicPropertyRegistry properties) {
        String url = TestServers.freshDatabase();
        properties.add("spring.datasource.url", () -> url);
    }

    /** Not a @Configuration, or the whole application would find it in its own tests. */
    @EnableAutoConfiguration
    @ComponentScan({"io.noren.pos", "io.noren.inventory", "io.noren.loyalty"})
    @EntityScan({"io.noren.inventory", "io.noren.loyalty"})
    @EnableJpaRepositories({"io.noren.inventory", "io.noren.loyalty"})
    @Import({DemoData.class, ItemReviews.class})
    static class Spokes {
        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        StoreDirectory stores(Locations locations) {
            return (source, code) ->
                    locations.find(code).map(store -> new StoreDirectory.Store(store.id(), store.zone()));
        }

        /** Members without a stockroom: nothing is sold. */
        @Bean
        Assortment assortment() {
            return new Assortment() {
                @Override
                public Map<String, Known> known(Collection<String> codes) {
                    return Map.of();
                }

                @Override
                public Map<String, Stock> stock(String location, Collection<String> skus) {
                    return Map.of();
                }
            };
        }
    }
}
