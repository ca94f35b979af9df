package io.noren.integration.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import io.noren.integration.floor.ItemReviews;
import io.noren.inventory.Items;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.ShelfPlaces;
import io.noren.inventory.StockLedger;
import io.noren.loyalty.Claim;
import io.noren.loyalty.Members;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class DemoDataTest extends ThreeSpokes {
    @Autowired
    private Locations locations;

    @Autowired
    private Items items;

    @Autowired
    private StockLedger ledger;

    @Autowired
    private Members members;

    @Autowired
    private ShelfPlaces places;

    @Autowired
    private ItemReviews reviews;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void aStartThatWasCutShortIsContinuedAndAFurtherOneChangesNothing() {
        assertThatThrownBy(() -> demoDataWith(failingAtTheFourthGroup()).write())
                .isInstanceOf(PowerCut.class);
        assertThat(count("loyalty.member")).isBetween(1L, 1_999L);

        assertThat(demoDataWith(members).write()).isTrue();
        assertThat(count("inventory.location")).isEqualTo(5);
        assertThat(count("inventory.item")).isEqualTo(300);
        assertThat(count("inventory.stock_movement")).isEqualTo(5 * 300);
        assertThat(count("loyalty.member")).isEqualTo(2_000);
        assertThat(count("inventory.shelf_place")).isEqualTo(4 * 300);
        Map<String, String> written = contents();

        assertThat(demoDataWith(members).write()).isTrue();
        assertThat(contents()).isEqualTo(written);

        assertThat(demoDataWith(unawareThatAllIsThere()).write()).isTrue();
        assertThat(contents()).isEqualTo(written);
    }

    @Test
    void whereSomebodyElsesStoresAreNothingIsWritten() {
        Locations ofAnother = mock(Locations.class);
        Location theirs =
                new Location("paris", null, "Paris", Location.Kind.STORE, Stores.ZONE, null, true, null, List.of());
        when(ofAnother.all()).thenReturn(List.of(theirs));
        Items theirItems = mock(Items.class);
        StockLedger theirLedger = mock(StockLedger.class);
        Members theirMembers = mock(Members.class);

        ShelfPlaces theirPlaces = mock(ShelfPlaces.class);
        ItemReviews theirReviews = mock(ItemReviews.class);

        assertThat(new DemoData(ofAnother, theirItems, theirLedger, theirMembers, theirPlaces, theirReviews).write())
                .isFalse();

        verify(ofAnother).all();
        verifyNoMoreInteractions(ofAnother, theirItems, theirLedger, theirMembers, theirPlaces, theirReviews);
    }

    private DemoData demoDataWith(Members chosen) {
        return new DemoData(locations, items, ledger, chosen, places, reviews);
    }

    private Members failingAtTheFourthGroup() {
        Members failing = mock(Members.class, delegatesTo(members));
        AtomicInteger groups = new AtomicInteger();
        doAnswer(call -> {
                    if (groups.incrementAndGet() == 4) {
                        throw new PowerCut();
                    }
                    return members.registerAll(call.getArgument(0));
                })
                .when(failing)
                .registerAll(anyList());
        return failing;
    }

    private Members unawareThatAllIsThere() {
        Members unaware = mock(Members.class, delegatesTo(members));
        doReturn(Optional.empty()).when(unaware).findBy(Claim.card(People.card(People.HOW_MANY)));
        return unaware;
    }

    private static final class PowerCut extends RuntimeException {}

    private long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    /** By table, a digest of every row in it. */
    private Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        jdbc.sql("""
                        select format('%I.%I', schemaname, tablename) from pg_tables
                        where schemaname in ('pos', 'inventory', 'loyalty')
                        """)
                .query(String.class)
                .list()
                .forEach(table -> contents.put(
                        table,
                        jdbc.sql("select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from " + table
                                        + " t")
                                .query(String.class)
                                .single()));
        assertThat(contents).hasSizeGreaterThan(5);
        return contents;
    }
}
