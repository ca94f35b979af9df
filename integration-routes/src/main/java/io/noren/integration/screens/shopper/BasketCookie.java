package io.noren.integration.screens.shopper;

import io.noren.integration.security.MemberSessions;
import io.noren.loyalty.Channel;
import io.noren.loyalty.basket.ShoppingBasket;
import io.noren.loyalty.basket.ShoppingBaskets;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * The basket of a phone: its key is in a cookie, which is set when something is put into the basket and not before. A member
 * who is signed in has their basket on every phone.
 */
@Component
class BasketCookie {
    static final String NAME = "noren-basket";

    private static final Duration KEPT = Duration.ofDays(30);

    private final ShoppingBaskets baskets;

    BasketCookie(ShoppingBaskets baskets) {
        this.baskets = baskets;
    }

    /** The basket of this phone or, where it has none, of the member who is signed in; it may have ended. */
    Optional<ShoppingBasket> find(HttpServletRequest request, @Nullable Authentication who) {
        return key(request).flatMap(baskets::withKey).or(() -> ofMember(who));
    }

    /** The open basket of this phone; a new one, where it has none. */
    ShoppingBasket open(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Authentication who,
            @Nullable String location) {
        Optional<ShoppingBasket> there = key(request).flatMap(baskets::withKey).filter(ShoppingBasket::isOpen);
        ShoppingBasket basket =
                there.or(() -> ofMember(who)).orElseGet(() -> baskets.begin(Channel.STORE, location, member(who)));
        if (there.isEmpty()) {
            give(basket.id(), request, response);
        }
        UUID member = member(who);
        if (member != null && basket.member() == null) {
            baskets.belongsTo(basket.id(), member);
        }
        return basket;
    }

    /** From now on this phone has this basket. */
    void give(UUID basket, HttpServletRequest request, HttpServletResponse response) {
        set(baskets.newKey(basket), request, response);
    }

    void set(String key, HttpServletRequest request, HttpServletResponse response) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(NAME, key)
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite("Lax")
                        .path("/")
                        .maxAge(KEPT)
                        .build()
                        .toString());
    }

    /** Who is signed in on their own page; null for guests and for staff. */
    static @Nullable UUID member(@Nullable Authentication who) {
        return who != null && MemberSessions.isMember(who) ? MemberSessions.member(who) : null;
    }

    private Optional<ShoppingBasket> ofMember(@Nullable Authentication who) {
        UUID member = member(who);
        return member == null
                ? Optional.empty()
                : baskets.ofMember(member).stream().findFirst();
    }

    private static Optional<String> key(HttpServletRequest request) {
        return Stream.ofNullable(request.getCookies())
                .flatMap(Arrays::stream)
                .filter(cookie -> cookie.getName().equals(NAME))
                .map(Cookie::getValue)
                .filter(Objects::nonNull)
                .findFirst();
    }
}
