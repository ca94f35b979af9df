package io.noren.integration.qr.resolver;

import io.noren.integration.qr.CodeRefused;
import io.noren.integration.qr.PublicAddress;
import io.noren.integration.qr.gs1.DigitalLink;
import io.noren.integration.qr.gs1.Element;
import io.noren.inventory.Item;
import io.noren.inventory.ItemReference;
import io.noren.inventory.ScannedGoods;
import io.noren.inventory.ScannedGoods.Goods;
import io.noren.pos.dialect.ItemCodes;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/**
 * Which goods of ours somebody holds who scanned a code: whatever the resolver reads, and what tills read besides, such as
 * the labels of scales. For staff, who want the goods and not a page about them.
 */
@Component
public class ScannedItems {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{4,14}");

    /** Net weight in kilograms; the identifier's last digit says how many of its digits stand after the point. */
    private static final Pattern KILOGRAMS = Pattern.compile("310[0-5]");

    private static final int LONGEST_SKU = 100;

    private final ScannedGoods goods;
    private final PublicAddress address;

    ScannedItems(ScannedGoods goods, PublicAddress address) {
        this.goods = goods;
        this.address = address;
    }

    /** Empty when nobody here knows the code. */
    public Optional<Goods> find(String scanned, HttpServletRequest request) {
        if (scanned.isBlank() || scanned.length() > ScannedText.MOST_CHARACTERS) {
            return Optional.empty();
        }
        String plain = ScannedText.plain(scanned);
        return page(plain, request)
                .or(() -> gs1(plain))
                .or(() -> asTillsDo(plain))
                .or(() -> sku(plain));
    }

    private Optional<Goods> page(String plain, HttpServletRequest request) {
        URI base = address.base(request);
        return ScannedText.page(plain, base.getScheme() + "://" + base.getAuthority())
                .flatMap(ScannedItems::decoded)
                .flatMap(this::sku);
    }

    private Optional<Goods> gs1(String plain) {
        try {
            DigitalLink link = ScannedText.read(plain);
            return goods.find(ItemReference.codes(
                            null,
                            List.of(new Item.Code(Item.Scheme.GTIN, link.key().value(), null))))
                    .map(found -> found.quantity() != null ? found : new Goods(found.sku(), kilograms(link)));
        } catch (CodeRefused notOfGs1) {
            return Optional.empty();
        }
    }

    private static @Nullable BigDecimal kilograms(DigitalLink link) {
        return link.elements().all().stream()
                .filter(element -> KILOGRAMS.matcher(element.identifier()).matches())
                .map(ScannedItems::decimal)
                .findFirst()
                .orElse(null);
    }

    private static BigDecimal decimal(Element weight) {
        return new BigDecimal(weight.value())
                .movePointLeft(Character.digit(weight.identifier().charAt(3), 10));
    }

    private Optional<Goods> asTillsDo(String plain) {
        if (!DIGITS.matcher(plain).matches()) {
            return Optional.empty();
        }
        List<Item.Code> codes = ItemCodes.of(List.of(new ItemCodes.Told("EAN", plain, false))).stream()
                .map(code -> new Item.Code(Item.Scheme.valueOf(code.scheme().name()), code.value(), null))
                .toList();
        return codes.isEmpty() ? Optional.empty() : goods.find(ItemReference.codes(null, codes));
    }

    private Optional<Goods> sku(String text) {
        return text.length() > LONGEST_SKU ? Optional.empty() : goods.find(ItemReference.sku(text));
    }

    private static Optional<String> decoded(String segment) {
        try {
            return Optional.of(UriUtils.decode(segment, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a % that begins nothing
        }
    }
}
