package io.noren.integration.floor;

import io.noren.integration.qr.PublicAddress;
import io.noren.inventory.Refusal;
import io.noren.loyalty.Channel;
import io.noren.loyalty.basket.ShoppingBasket;
import io.noren.loyalty.basket.ShoppingBaskets;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Baskets for tills and web shops: what was begun on one side is gone on with on the other. */
@RestController
@RequestMapping("/api/v1/baskets")
class BasketController {
    private final ShoppingBaskets baskets;
    private final BasketDesk desk;
    private final PublicAddress address;
    private final Clock clock;

    BasketController(ShoppingBaskets baskets, BasketDesk desk, PublicAddress address, Clock clock) {
        this.baskets = baskets;
        this.desk = desk;
        this.address = address;
        this.clock = clock;
    }

    record LineBody(
            @NotBlank String sku,
            @NotNull BigDecimal quantity,
            @Nullable String location,
            @Nullable Instant keptUntil) {}

    record NewBasket(
            @NotNull Channel channel,
            @Nullable String location,
            @Nullable UUID member,
            @Nullable List<@NotNull @Valid LineBody> lines) {}

    /** @param link opens it on a phone; told once, to whoever began it */
    record BasketBody(
            UUID id,
            String code,
            Channel begunIn,
            @Nullable String location,
            @Nullable UUID member,
            Instant changedAt,
            List<LineBody> lines,
            ShoppingBasket.@Nullable Ended ended,
            @Nullable String link) {}

    record Quantity(@NotNull BigDecimal quantity, @Nullable String location) {}

    record Sale(@NotBlank String receipt) {}

    record Found(List<BasketBody> baskets) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Transactional
    public BasketBody begin(@Valid @RequestBody NewBasket wanted, HttpServletRequest request) {
        ShoppingBasket basket = baskets.begin(wanted.channel(), wanted.location(), wanted.member());
        for (LineBody line : wanted.lines() == null ? List.<LineBody>of() : wanted.lines()) {
            basket = desk.put(basket.id(), line.sku(), line.quantity(), line.location());
        }
        return body(basket, address.sure(request) + "/b/" + baskets.newKey(basket.id()));
    }

    /** The open basket of a code, or all open ones of a member; neither if nobody knows them. */
    @GetMapping
    Found find(
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable UUID member) {
        Stream<ShoppingBasket> found;
        if (code != null) {
            found = baskets.open(code).stream();
        } else if (member != null) {
            found = baskets.ofMember(member).stream();
        } else {
            throw new Refusal("CODE_OR_MEMBER_REQUIRED", "Say whose basket: give code or member.", "code", Map.of());
        }
        return new Found(found.map(basket -> body(basket, null)).toList());
    }

    @GetMapping("/{id}")
    BasketBody get(@PathVariable UUID id) {
        return body(baskets.get(id), null);
    }

    @PutMapping("/{id}/lines/{sku}")
    BasketBody put(@PathVariable UUID id, @PathVariable String sku, @Valid @RequestBody Quantity wanted) {
        return body(desk.put(id, sku, wanted.quantity(), wanted.location()), null);
    }

    @PostMapping("/{id}/sold")
    BasketBody sold(@PathVariable UUID id, @Valid @RequestBody Sale sale) {
        return body(desk.sold(id, sale.receipt()), null);
    }

    private BasketBody body(ShoppingBasket basket, @Nullable String link) {
        Map<String, Instant> kept = basket.isOpen() ? desk.kept(basket, clock.instant()) : Map.of();
        return new BasketBody(
                basket.id(),
                basket.code(),
                basket.begunIn(),
                basket.location(),
                basket.member(),
                basket.changedAt(),
                basket.lines().stream()
                        .map(line -> new LineBody(line.item(), line.quantity(), line.location(), kept.get(line.item())))
                        .toList(),
                basket.ended(),
                link);
    }
}
