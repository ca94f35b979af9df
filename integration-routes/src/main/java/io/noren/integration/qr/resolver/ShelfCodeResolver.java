package io.noren.integration.qr.resolver;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.noren.integration.qr.CodeRefused;
import io.noren.integration.qr.CodeRefused.Reason;
import io.noren.integration.qr.PublicAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.support.RequestContextUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers a scan (GS1-Conformant Resolver Standard 1.2.0): by a redirect to the one place that the code, and whatever else
 * the request says, leads to; by a choice where it leads to several; by the list of all where that is asked for.
 */
@Controller
class ShelfCodeResolver {
    /** Short: an item that moves to another GTIN should not lead astray for long. */
    private static final String CACHED = "max-age=60, public";

    private static final String VARY = HttpHeaders.ACCEPT + ", " + HttpHeaders.ACCEPT_LANGUAGE;

    /** What is told in words is in the language that the reader chose, which a cookie keeps. */
    private static final String VARY_OF_WORDS = VARY + ", " + HttpHeaders.COOKIE;

    private static final int LONGEST_REMEMBERED = 300;

    private final ResolvedItems items;
    private final ShelfCodes codes;
    private final Linkset linkset;
    private final ShelfScans scans;
    private final PublicAddress address;
    private final JsonMapper json;
    private final Cache<String, ScannedCode> readBefore =
            Caffeine.newBuilder().maximumSize(20_000).build();

    ShelfCodeResolver(
            ResolvedItems items,
            ShelfCodes codes,
            Linkset linkset,
            ShelfScans scans,
            PublicAddress address,
            JsonMapper json) {
        this.items = items;
        this.codes = codes;
        this.linkset = linkset;
        this.scans = scans;
        this.address = address;
        this.json = json;
    }

    @GetMapping("/01/**")
    @Nullable
    Object resolve(HttpServletRequest request, HttpServletResponse response) {
        ScannedCode code = read(request);
        ResolvedItem item = items.find(code.gtin()).orElseThrow(() -> unknown(code.gtin()));
        Optional<MediaType> list = AskedForm.ofList(request, code.linkType());
        if (list.isPresent()) {
            return list(item, code, list.get(), request, response);
        }
        String store = store(code);
        List<Link> choices = choices(item, code, request);
        if (code.linkType() == null) {
            scans.count(request, Objects.requireNonNullElse(store, ""), item.sku());
        }
        if (choices.size() > 1) {
            return choose(choices, item, code, request, response);
        }
        redirect(choices.get(0), code, store, request, response);
        return null;
    }

    private @Nullable String store(ScannedCode code) {
        String gln = code.gln();
        return gln == null ? null : items.store(gln).orElse(null);
    }

    private ScannedCode read(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        String query = Objects.requireNonNullElse(request.getQueryString(), "");
        // Labels hang for months, so the same codes come again and again.
        return path.length() + query.length() > LONGEST_REMEMBERED
                ? ScannedCode.read(path, query)
                : readBefore.get(path + '?' + query, any -> ScannedCode.read(path, query));
    }

    private CodeRefused unknown(String gtin) {
        return codes.lastCarrier(gtin)
                .map(last -> new CodeRefused(
                        Reason.ITEM_WITHDRAWN,
                        "An item carried this GTIN and does no more: take its label off the shelf.",
                        Map.of("sku", last.sku(), "withdrawnItem", last.name(), "stillSold", items.isItem(last.sku()))))
                .orElseGet(() -> new CodeRefused(Reason.UNKNOWN_GTIN, "No item of this retailer carries this GTIN."));
    }

    /** At least one; several where nothing in the request tells them apart. */
    private List<Link> choices(ResolvedItem item, ScannedCode code, HttpServletRequest request) {
        List<String> levels = code.levels();
        Link byDefault = item.defaultFor(levels);
        String given = code.linkType();
        String type = given == null ? LinkTypes.DEFAULT : LinkTypes.read(given).orElseThrow(() -> missing(given));
        if (type.equals(LinkTypes.DEFAULT) || type.equals(LinkTypes.DEFAULTS)) {
            return List.of(better(item.at(byDefault.level(), byDefault.type()), byDefault, code, request));
        }
        List<Link> links = item.nearest(levels, type);
        if (links.isEmpty()) {
            throw missing(given);
        } else if (links.size() == 1) {
            return links;
        }
        List<Link> left = Wanted.of(request, code.context()).of(links);
        return left.contains(byDefault) ? List.of(byDefault) : left;
    }

    /** The default, unless the request says something that another link of its kind answers better. */
    private static Link better(List<Link> links, Link byDefault, ScannedCode code, HttpServletRequest request) {
        if (links.size() == 1) {
            return byDefault;
        }
        Wanted wanted = Wanted.of(request, code.context());
        List<Link> left = wanted.of(links);
        return left.size() == 1 && (wanted.asksFor(left.get(0)) || !wanted.takes(byDefault)) ? left.get(0) : byDefault;
    }

    private static CodeRefused missing(@Nullable String type) {
        return new CodeRefused(
                Reason.LINK_TYPE_MISSING,
                "There is no link of type " + (type == null ? "" : type.replaceAll("[^A-Za-z0-9:/._-]", "?"))
                        + " for this code; linkType=linkset lists those that there are.");
    }

    /** Written as it is: there is no body, so nobody need look for a form of it. */
    private void redirect(
            Link link,
            ScannedCode code,
            @Nullable String store,
            HttpServletRequest request,
            HttpServletResponse response) {
        String base = address.sure(request);
        response.setStatus(HttpStatus.TEMPORARY_REDIRECT.value());
        response.setHeader(HttpHeaders.LOCATION, Target.of(link, base, store, code.query()));
        response.setHeader(HttpHeaders.LINK, pointer(code, base));
        response.setHeader(HttpHeaders.CACHE_CONTROL, CACHED);
        response.setHeader(HttpHeaders.VARY, VARY);
    }

    private Object choose(
            List<Link> choices,
            ResolvedItem item,
            ScannedCode code,
            HttpServletRequest request,
            HttpServletResponse response) {
        Map<String, Object> told =
                linkset.of(choices, item, code, base(request), RequestContextUtils.getLocale(request));
        return AskedForm.asksForPage(request)
                ? page(choices, told, item, code, HttpStatus.MULTIPLE_CHOICES, request, response)
                : data(told, Linkset.TYPE, HttpStatus.MULTIPLE_CHOICES, code, request);
    }

    private Object list(
            ResolvedItem item,
            ScannedCode code,
            MediaType type,
            HttpServletRequest request,
            HttpServletResponse response) {
        Map<String, Object> told = linkset.of(item, code, base(request), RequestContextUtils.getLocale(request));
        if (!type.equals(MediaType.TEXT_HTML)) {
            return data(told, type, HttpStatus.OK, code, request);
        }
        List<Link> all =
                code.levels().stream().flatMap(level -> item.at(level).stream()).toList();
        return page(all, told, item, code, HttpStatus.OK, request, response);
    }

    private ResponseEntity<Map<String, Object>> data(
            Map<String, Object> told, MediaType type, HttpStatus status, ScannedCode code, HttpServletRequest request) {
        boolean linkedData = type.equals(AskedForm.JSON_LD);
        return ResponseEntity.status(status)
                .contentType(type)
                .header(
                        HttpHeaders.LINK,
                        pointer(code, address.sure(request)) + ", <" + Linkset.CONTEXT
                                + ">; rel=\"http://www.w3.org/ns/json-ld#context\"; type=\"application/ld+json\"")
                .header(HttpHeaders.CACHE_CONTROL, CACHED)
                .header(HttpHeaders.VARY, VARY_OF_WORDS)
                .body(linkedData ? Linkset.withContext(told) : told);
    }

    /** A place to go on to, as a page shows it. */
    record Choice(String href, String title, List<String> languages) {}

    private ModelAndView page(
            List<Link> links,
            Map<String, Object> told,
            ResolvedItem item,
            ScannedCode code,
            HttpStatus status,
            HttpServletRequest request,
            HttpServletResponse response) {
        response.setHeader(HttpHeaders.LINK, pointer(code, address.sure(request)));
        response.setHeader(HttpHeaders.VARY, VARY_OF_WORDS);
        Locale language = RequestContextUtils.getLocale(request);
        String store = store(code);
        ModelAndView page = new ModelAndView("shelf-code-choices", status);
        page.addObject("name", Linkset.name(item, language));
        page.addObject(
                "linkedData", json.writeValueAsString(Linkset.withContext(told)).replace("<", "\\u003c"));
        page.addObject(
                "choices",
                links.stream()
                        .map(link -> new Choice(
                                Target.of(link, "", store, ""), linkset.title(link, item, language), link.languages()))
                        .toList());
        return page;
    }

    private String base(HttpServletRequest request) {
        return address.base(request).toString();
    }

    /** To the list of all links, for programs. */
    private static String pointer(ScannedCode code, String base) {
        return "<" + base + code.path() + "?linkType=linkset>; rel=\"linkset\"; type=\"" + Linkset.TYPE + "\"";
    }
}
