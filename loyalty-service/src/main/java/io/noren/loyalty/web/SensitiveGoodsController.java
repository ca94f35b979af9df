package io.noren.loyalty.web;

import io.noren.loyalty.recommendation.SensitiveGoods;
import io.noren.loyalty.recommendation.SensitiveGoods.Kind;
import io.noren.loyalty.recommendation.SensitiveGoods.Named;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is never recommended. */
@RestController
@RequestMapping("/api/v1/sensitive-goods")
class SensitiveGoodsController {
    private final SensitiveGoods sensitive;

    SensitiveGoodsController(SensitiveGoods sensitive) {
        this.sensitive = sensitive;
    }

    /** The whole list. */
    record SensitiveGoodsBody(@NotNull List<@NotNull @Valid SensitiveGoodsRow> goods) {
        static SensitiveGoodsBody of(List<Named> all) {
            return new SensitiveGoodsBody(all.stream()
                    .map(named -> new SensitiveGoodsRow(named.kind(), named.value()))
                    .toList());
        }
    }

    /** An item, all items whose SKU begins so, or all of a category. */
    record SensitiveGoodsRow(@NotNull Kind kind, @NotBlank String value) {}

    @GetMapping
    SensitiveGoodsBody list() {
        return SensitiveGoodsBody.of(sensitive.all());
    }

    @PutMapping
    SensitiveGoodsBody replace(@Valid @RequestBody SensitiveGoodsBody body) {
        return SensitiveGoodsBody.of(sensitive.replace(body.goods().stream()
                .map(row -> new Named(row.kind(), row.value()))
                .toList()));
    }
}
