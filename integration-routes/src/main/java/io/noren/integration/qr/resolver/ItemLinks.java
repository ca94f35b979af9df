package io.noren.integration.qr.resolver;

import static io.noren.inventory.Sql.column;
import static io.noren.inventory.Sql.time;

import io.noren.inventory.Refusal;
import io.noren.inventory.Versioned;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The links that a retailer gave an item, or all of them; a list is replaced as a whole. */
@Component
class ItemLinks {
    /** Whose list is every item's. */
    static final String EVERY_ITEM = "";

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ItemLinks(JdbcClient jdbc, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
    }

    /** A list has changed. */
    record Changed() {}

    /** Version 0 where nobody has written any. */
    @Transactional(readOnly = true)
    public Versioned<List<Link>> of(String sku) {
        return find(sku).orElseGet(() -> new Versioned<>(List.of(), 0));
    }

    private Optional<Versioned<List<Link>>> find(String sku) {
        return jdbc.sql("select version from integration.item_link_list where sku = :sku")
                .param("sku", sku)
                .query(Long.class)
                .optional()
                .map(version -> new Versioned<>(links(sku), version));
    }

    private List<Link> links(String sku) {
        return jdbc.sql("select * from integration.item_link where sku = :sku order by place")
                .param("sku", sku)
                .query(ItemLinks::link)
                .list();
    }

    /**
     * Puts a list in place of the one that was there.
     *
     * @param seen the version last seen, 0 for "there must be none", null for "whatever is there"
     * @throws Refusal {@code STALE_VERSION}
     */
    @Transactional
    public Versioned<List<Link>> put(String sku, List<Link> links, @Nullable Long seen) {
        Versioned<List<Link>> present = of(sku);
        if (seen != null && seen != present.version()) {
            throw stale(present);
        }
        if (present.version() > 0 && present.value().equals(links)) {
            return present;
        }
        long version = jdbc.sql("""
                        insert into integration.item_link_list as l (sku, changed_at) values (:sku, :now)
                        on conflict (sku) do update set version = l.version + 1, changed_at = excluded.changed_at
                        where l.version = coalesce(:seen::bigint, l.version)
                        returning version
                        """)
                .param("sku", sku)
                .param("now", time(clock.instant()))
                .param("seen", seen)
                .query(Long.class)
                .optional()
                .orElseThrow(() -> stale(of(sku)));
        jdbc.sql("delete from integration.item_link where sku = :sku")
                .param("sku", sku)
                .update();
        insert(sku, links);
        events.publishEvent(new Changed());
        return new Versioned<>(links, version);
    }

    private void insert(String sku, List<Link> links) {
        jdbc.sql("""
                insert into integration.item_link
                    (sku, place, level, type, href, title, languages, media_type, context, is_default)
                select :sku, place, level, type, href, title, string_to_array(languages, ' '), media_type, context,
                    is_default
                from unnest(:levels::text[], :types::text[], :hrefs::text[], :titles::text[], :languages::text[],
                    :mediaTypes::text[], :contexts::text[], :defaults::boolean[])
                    with ordinality as given
                    (level, type, href, title, languages, media_type, context, is_default, place)
                """)
                .param("sku", sku)
                .param("levels", column(links, Link::level))
                .param("types", column(links, Link::type))
                .param("hrefs", column(links, Link::href))
                .param("titles", column(links, Link::title))
                .param("languages", column(links, link -> String.join(" ", link.languages())))
                .param("mediaTypes", column(links, Link::mediaType))
                .param("contexts", column(links, Link::context))
                .param("defaults", column(links, Link::isDefault))
                .update();
    }

    /** Takes a list away; whether there was one. */
    @Transactional
    public boolean delete(String sku) {
        boolean was = jdbc.sql("delete from integration.item_link_list where sku = :sku")
                        .param("sku", sku)
                        .update()
                > 0;
        events.publishEvent(new Changed());
        return was;
    }

    private static Link link(ResultSet row, int number) throws SQLException {
        return new Link(
                row.getString("level"),
                row.getString("type"),
                row.getString("href"),
                row.getString("title"),
                List.of((String[]) row.getArray("languages").getArray()),
                row.getString("media_type"),
                row.getString("context"),
                row.getBoolean("is_default"),
                false);
    }

    private static Refusal stale(Versioned<List<Link>> present) {
        return new Refusal(
                "STALE_VERSION",
                "The links have changed since: read them again, then write.",
                null,
                Map.of("version", present.version()));
    }
}
